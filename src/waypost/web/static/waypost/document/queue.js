/**
 * The way of my changes to the server: one at a time, the same key until there is an answer, longer rests after each
 * failure. Which change is next, and what an answer means, its owner knows.
 *
 * @typedef {import("./rebase.js").Change} Change
 * @typedef {import("./server.js").Answer} Answer
 */
import { Patience } from "./transport.js";

export class Queue {
  /**
   * @param {object} parts
   * @param {import("./server.js").Server} parts.server
   * @param {import("./transport.js").Transport} parts.transport
   * @param {() => Change | undefined} parts.next  The change to send now.
   * @param {(change: Change) => Promise<Change | undefined>} parts.sending  It may arrive from here on; answers what it
   * is by now, nothing when it is no longer wanted.
   * @param {(change: Change, answer: Answer) => Promise<void>} parts.answered
   * @param {() => void} parts.told  Whether it is offline has changed.
   */
  constructor({ server, transport, next, sending, answered, told }) {
    Object.assign(this, { _server: server, _next: next });
    Object.assign(this, { _sending: sending, _answered: answered, _told: told });
    this._patience = new Patience(transport);
    this._working = false;
    this._closed = false;
    /** The last attempt did not come through. */
    this.offline = false;
  }

  /** There is something to send. */
  start() {
    if (!this._working && !this._closed) void this._work();
  }

  /** The connection may be back: no more rest. */
  wake() {
    this._patience.wake();
    this.start();
  }

  close() {
    this._closed = true;
    this._patience.close();
  }

  async _work() {
    this._working = true;
    try {
      for (let change = this._next(); change && !this._closed; change = this._next()) await this._send(change);
    } finally {
      this._working = false;
      this._patience.restart();
      if (this.offline) {
        this.offline = false;
        this._told();
      }
    }
  }

  async _send(next) {
    const change = await this._sending(next);
    if (!change || this._closed) return;
    const answer = await this._server.commit(change);
    if (this._closed) return;
    if (answer.kind !== "later") {
      this.offline = false;
      this._patience.restart();
      await this._answered(change, answer);
      return;
    }
    this.offline = true;
    this._told();
    await this._patience.rest(answer.wait);
  }
}
