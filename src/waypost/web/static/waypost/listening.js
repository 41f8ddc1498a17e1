/** Hearing what happens in a workspace, on pages that hold no document. */
import { Stream } from "./document/stream.js";
import { browserTransport } from "./document/transport.js";

/**
 * Listen until the page is left.
 * @param {string} address  Where a ticket is handed out.
 * @param {(kind: string, data: any) => void} heard
 */
export async function listen(address, heard) {
  const asked = async () => {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  try {
    const { ticket, event } = await asked();
    const server = { ticket: async () => (await asked()).ticket };
    const quiet = () => {};
    const stream = new Stream({ server, transport: browserTransport(), session: crypto.randomUUID?.() ?? String(Math.random()), ticket, after: event, heard, opened: quiet, broken: quiet });
    addEventListener("pagehide", () => stream.close());
  } catch {
    // The page is as it was when it was loaded; nothing else depends on news.
  }
}
