/**
 * What happens in the workspace is told to the whole page, as events named `waypost:comment`, `waypost:action` and so
 * on: a page has one stream, however many of its parts listen. A page that holds a document hears by the document's
 * stream, every other one by its own. `waypost:reload` says that something was missed.
 */
import { Stream } from "./document/stream.js";
import { browserTransport, uuid } from "./document/transport.js";

const KINDS = ["action", "comment", "document", "job", "measures", "notice"];

/** Where tickets are handed out, as a stream asks for them. @param {string} address */
export const ticketsAt = (address) => ({
  ticket: async () => {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  },
});

/** Tell the page. @param {string} kind @param {any} news */
const tell = (kind, news) => document.dispatchEvent(new CustomEvent(`waypost:${kind}`, { detail: news }));

/**
 * Hear of something until the page is left.
 * @param {string} kind
 * @param {(news: any) => void} heard  Also called when something was missed; without news then.
 */
export function listen(kind, heard) {
  document.addEventListener(`waypost:${kind}`, ({ detail }) => heard(detail));
  document.addEventListener("waypost:reload", () => heard(undefined));
}

/** Let the page hear what the stream of its document tells. @param {import("./document/store.js").Store} store */
export function hearBy(store) {
  for (const kind of KINDS) store.listen(kind, (news) => tell(kind, news));
}

/**
 * Let the page hear by a stream of its own.
 * @param {string} address  Where tickets are handed out.
 * @param {number} event  The last one that the page contains: what happened since is told.
 */
export async function hear(address, event) {
  const server = ticketsAt(address);
  const begun = (ticket, after) => new Stream({ server, transport: browserTransport(), session: uuid(), ticket, after, heard: tell });
  let stream = null;
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", async ({ persisted }) => {
    if (!persisted) return; // a browser that goes back shows a page as it was left
    const now = await server.ticket();
    stream = begun(now.ticket, now.event);
    tell("reload", {});
  });
  const { ticket } = await server.ticket();
  stream = begun(ticket, event);
}
