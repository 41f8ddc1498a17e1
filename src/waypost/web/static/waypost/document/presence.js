/**
 * Who else is here, and at which element; and where I am, told now and then, never stored.
 *
 * @typedef {import("./rebase.js").Author} Author
 */

const BETWEEN = 300;
const STILL_HERE = 10_000;

export class Presence {
  /**
   * @param {import("./transport.js").Transport} transport
   * @param {string} session
   * @param {(at: string | null) => void} tell
   */
  constructor(transport, session, tell) {
    this._transport = transport;
    this._session = session;
    this._tell = tell;
    this._at = null;
    this._timer = null;
    this._fresh = false;
    /** @type {Map<string, {who: Author, at: string | null}>} */
    this.others = new Map();
  }

  /** @param {{who: Author, session: string, at: string | null, gone?: boolean}} told */
  hear({ who, session, at, gone }) {
    if (session === this._session) return;
    if (gone) this.others.delete(session);
    else this.others.set(session, { who, at });
  }

  /** The stream begins anew: the server tells who is here. */
  begin() {
    this.others.clear();
    this._say();
  }

  /** @param {string | null} at */
  setPlace(at) {
    if (at === this._at) return;
    this._at = at;
    this._fresh = true;
    if (this._timer === null || this._waiting === STILL_HERE) this._say();
  }

  close() {
    this._transport.clearTimeout(this._timer);
    this._closed = true;
  }

  _say() {
    if (this._closed) return;
    this._transport.clearTimeout(this._timer);
    this._fresh = false;
    this._tell(this._at);
    this._wait(BETWEEN);
  }

  /** Not again for a moment; and again after a while, so that the others know I am still here. */
  _wait(milliseconds) {
    this._waiting = milliseconds;
    this._timer = this._transport.setTimeout(() => {
      if (this._fresh || milliseconds === STILL_HERE) this._say();
      else this._wait(STILL_HERE);
    }, milliseconds);
  }
}
