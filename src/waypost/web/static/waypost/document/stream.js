/**
 * What the server tells meanwhile. The browser's EventSource comes back by itself after a break; when it gives up
 * (its ticket grew old), a new one goes on after the last event that was heard.
 */
import { backoff, Rest } from "./transport.js";

const KINDS = ["change", "presence", "job", "comment", "measures", "document", "action", "notice", "reload"];
const CLOSED = 2;

export class Stream {
  /**
   * @param {object} parts
   * @param {import("./server.js").Server} parts.server
   * @param {import("./transport.js").Transport} parts.transport
   * @param {string} parts.session
   * @param {string} parts.ticket
   * @param {number} parts.after  The last event that is known.
   * @param {(kind: string, data: any) => void} parts.heard
   * @param {() => void} parts.opened
   * @param {() => void} parts.broken
   */
  constructor({ server, transport, session, ticket, after, heard, opened, broken }) {
    Object.assign(this, { _server: server, _transport: transport, _session: session, _after: after });
    Object.assign(this, { _heard: heard, _opened: opened, _broken: broken });
    this.ticket = ticket;
    this.open = false;
    this._rest = new Rest(transport);
    this._failures = 0;
    this._closed = false;
    this._connect();
  }

  /** Tell the others where I am, with a new ticket once mine is too old: a stream that stays open outlives it. */
  async tell(at) {
    if (await this._server.tell(this.ticket, this._session, at)) return;
    try {
      this.ticket = await this._server.ticket();
      await this._server.tell(this.ticket, this._session, at);
    } catch {
      // Barred or away: the stream will say so.
    }
  }

  /** The connection may be back. */
  wake() {
    this._rest.wake();
  }

  close() {
    this._closed = true;
    this._source?.close();
    this._rest.wake();
  }

  _connect() {
    const asked = new URLSearchParams({ ticket: this.ticket, after: String(this._after), session: this._session });
    const source = new this._transport.EventSource(`/live/stream?${asked}`);
    this._source = source;
    source.onopen = () => {
      this.open = true;
      this._failures = 0;
      this._opened();
    };
    source.onerror = () => {
      this.open = false;
      this._broken();
      if (source.readyState === CLOSED && source === this._source) void this._renew();
    };
    for (const kind of KINDS) source.addEventListener(kind, (event) => this._hear(kind, event));
  }

  _hear(kind, event) {
    if (this._closed) return;
    const id = Number(event.lastEventId);
    if (id > this._after) this._after = id;
    this._heard(kind, JSON.parse(event.data));
  }

  async _renew() {
    this._source = null;
    while (!this._closed) {
      this._failures += 1;
      await this._rest.take(backoff(this._failures, this._transport.random));
      if (this._closed) return;
      try {
        this.ticket = await this._server.ticket();
        this._connect();
        return;
      } catch {
        // The server is away: again after a longer rest.
      }
    }
  }
}
