/**
 * What the server tells meanwhile. A stream that broke is opened again after a rest that grows: a browser left to
 * itself would knock each second, for as long as the server is away. It goes on after the last event that was heard;
 * where the server cannot go on from there, it goes on from now, and `reload` is told.
 */
import { Patience } from "./transport.js";

const KINDS = ["change", "presence", "job", "comment", "measures", "document", "action", "notice"];
const CLOSED = 2;

export class Stream {
  /**
   * @param {object} parts
   * @param {{ticket: () => Promise<{ticket: string, event: number}>, tell?: Function}} parts.server
   * @param {import("./transport.js").Transport} parts.transport
   * @param {string} parts.session
   * @param {string} parts.ticket
   * @param {number} parts.after  The last event that is known.
   * @param {(kind: string, data: any) => void} parts.heard
   * @param {() => void} [parts.opened]
   * @param {() => void} [parts.broken]  It was open, and is no more.
   */
  constructor({ server, transport, session, ticket, after, heard, opened = () => {}, broken = () => {} }) {
    Object.assign(this, { _server: server, _transport: transport, _session: session, _after: after });
    Object.assign(this, { _heard: heard, _opened: opened, _broken: broken });
    this.ticket = ticket;
    this.open = false;
    this._patience = new Patience(transport);
    this._closed = false;
    this._connect();
  }

  /** Tell the others where I am, with a new ticket once mine is too old: a stream that stays open outlives it. */
  async tell(at) {
    if (!this.open || (await this._server.tell(this.ticket, this._session, at))) return;
    try {
      this.ticket = (await this._server.ticket()).ticket;
      await this._server.tell(this.ticket, this._session, at);
    } catch {
      // Barred or away: the stream will say so.
    }
  }

  close() {
    this._closed = true;
    this._source?.close();
    this._patience.close();
  }

  _connect() {
    const asked = new URLSearchParams({ ticket: this.ticket, after: String(this._after), session: this._session });
    const source = new this._transport.EventSource(`/live/stream?${asked}`);
    this._source = source;
    source.onopen = () => {
      this.open = true;
      this._patience.restart();
      this._opened();
    };
    // A stream that was refused is closed, and its ticket too old; one that broke is not.
    source.onerror = () => void this._again(source, source.readyState === CLOSED ? () => this._renew() : () => {});
    for (const kind of KINDS) source.addEventListener(kind, (event) => this._hear(kind, event));
    source.addEventListener("reload", () => void this._again(source, () => this._restart()));
  }

  _hear(kind, event) {
    if (this._closed) return;
    const id = Number(event.lastEventId);
    if (id > this._after) this._after = id;
    this._heard(kind, JSON.parse(event.data));
  }

  /** Open the stream again, after a rest and what has to be done before; both again until that comes through. */
  async _again(source, prepare) {
    if (source !== this._source) return;
    source.close();
    this._source = null;
    if (this.open) {
      this.open = false;
      this._broken();
    }
    for (let ready = false; !ready && !this._closed; ) {
      await this._patience.rest();
      if (this._closed) return;
      ready = await came(prepare);
    }
    if (!this._closed) this._connect();
  }

  async _renew() {
    this.ticket = (await this._server.ticket()).ticket;
  }

  /** Go on from now: what is fetched after this holds everything up to here. */
  async _restart() {
    const { ticket, event } = await this._server.ticket();
    Object.assign(this, { ticket, _after: event });
    this._heard("reload", {});
  }
}

/** Whether something came through. @param {() => Promise<void> | void} work */
async function came(work) {
  try {
    await work();
    return true;
  } catch {
    return false;
  }
}
