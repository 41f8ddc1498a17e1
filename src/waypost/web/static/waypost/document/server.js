/**
 * The server's side of one document: its state, tickets, changes. Every answer is one of a few kinds.
 *
 * @typedef {{kind: "committed", revision: number}
 *   | {kind: "conflict", revision: number, detail: string}
 *   | {kind: "refused", detail: string}
 *   | {kind: "barred", detail: string}
 *   | {kind: "later", wait: number | null}} Answer
 * `refused`: the server will not have this change · `barred`: it will have none from us · `later`: perhaps it arrived
 */

export const BARRED = "You can look at this document, but not change it.";
const UNKNOWN = "The server could not take this change.";

export class Server {
  /** @param {string} base @param {string} csrf @param {import("./transport.js").Transport} transport */
  constructor(base, csrf, transport) {
    this._base = base;
    this._csrf = csrf;
    this._transport = transport;
  }

  /** The state of the document; throws when it cannot be had now. */
  state() {
    return this._get("state");
  }

  /**
   * A ticket for the stream, and the last event there is; throws when it cannot be had now.
   * @returns {Promise<{ticket: string, event: number}>}
   */
  ticket() {
    return this._get("ticket");
  }

  /** @param {import("./rebase.js").Change} change @returns {Promise<Answer>} */
  async commit({ key, edits, label }) {
    try {
      const response = await this._transport.fetch(`${this._base}/changes`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this._csrf },
        body: JSON.stringify({ key, edits, label }),
      });
      return answered(response, await told(response));
    } catch {
      return { kind: "later", wait: null };
    }
  }

  /** Tell the others where I am; false when the ticket is too old to. Whether they hear it does not matter. */
  async tell(ticket, session, at) {
    try {
      const response = await this._transport.fetch(`/live/presence?ticket=${encodeURIComponent(ticket)}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ session, at }),
      });
      return response.status !== 403;
    } catch {
      return true; // the next place is told again
    }
  }

  async _get(what) {
    const response = await this._transport.fetch(`${this._base}/${what}`, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new ServerError(response.status);
    return response.json();
  }
}

/** The document cannot be changed from here. */
export class ReadOnlyError extends Error {}

/** The server did not give what was asked for. */
export class ServerError extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`The server answered ${status}.`);
    this.status = status;
  }
}

/** @returns {Answer} */
function answered({ status, ok, headers }, { revision, detail }) {
  if (ok && Number.isInteger(revision)) return { kind: "committed", revision };
  if (status === 409) return { kind: "conflict", revision, detail };
  if (status === 429 || status >= 500) return { kind: "later", wait: 1000 * Number(headers.get("Retry-After")) || null };
  if (ok || [401, 403, 404].includes(status)) return { kind: "barred", detail: detail ?? BARRED };
  return { kind: "refused", detail: detail ?? UNKNOWN };
}

async function told(response) {
  try {
    return (await response.json()) ?? {};
  } catch {
    return {};
  }
}
