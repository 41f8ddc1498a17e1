/**
 * The world outside: network, storage, time. Everything of the document takes it from here, so that a test can bring
 * its own.
 *
 * @typedef {object} Transport
 * @property {typeof fetch} fetch
 * @property {typeof EventSource} EventSource
 * @property {() => Promise<import("./storage.js").Drawer | import("./storage.js").Pocket>} storage
 * @property {{request: Function}} locks  Web Locks.
 * @property {EventTarget} events  Tells `online`: the connection may be back.
 * @property {(work: () => void, milliseconds: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 * @property {() => number} random
 */
import { openStorage } from "./storage.js";

/** Where the browser gives no locks (plain HTTP), whoever asks gets one: keys keep changes from counting twice. */
const unlocked = { request: async (_name, ...given) => given.at(-1)({}) };

/** @returns {Transport} */
export const browserTransport = () => ({
  fetch: (...given) => fetch(...given),
  EventSource,
  storage: openStorage,
  locks: navigator.locks ?? unlocked,
  events: returning(),
  setTimeout: (work, milliseconds) => setTimeout(work, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer),
  random: () => Math.random(),
});

/** Tells `online` when the browser says so, and when the page is looked at again: nobody waits before a still page. */
function returning() {
  const events = new EventTarget();
  const tell = () => events.dispatchEvent(new Event("online"));
  addEventListener("online", tell);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && tell());
  return events;
}

/** A rest that can be cut short. */
export class Rest {
  /** @param {Transport} transport */
  constructor(transport) {
    this._transport = transport;
    this._wake = () => {};
  }

  /** @param {number} milliseconds @returns {Promise<void>} */
  take(milliseconds) {
    return new Promise((resolve) => {
      const timer = this._transport.setTimeout(resolve, milliseconds);
      this._wake = () => {
        this._transport.clearTimeout(timer);
        resolve();
      };
    });
  }

  wake() {
    this._wake();
  }
}

const SHORTEST = 1000;
const LONGEST = 30_000;

/**
 * Rests after failures: a second at first, twice as long after each further one, never all browsers at once. When the
 * connection may be back the rest is over, and the next one short again.
 */
export class Patience {
  /** @param {Transport} transport */
  constructor(transport) {
    this._rest = new Rest(transport);
    this._transport = transport;
    this._failures = 0;
    this._online = () => this.wake();
    transport.events.addEventListener("online", this._online);
  }

  /** Something failed: rest. @param {number | null} [asked]  Milliseconds, where the server said how long. */
  rest(asked = null) {
    const grown = Math.min(LONGEST, SHORTEST * 2 ** this._failures) * (0.5 + this._transport.random() / 2);
    this._failures += 1;
    return this._rest.take(asked ?? grown);
  }

  /** Something came through: the next rest is a short one. */
  restart() {
    this._failures = 0;
  }

  /** It may come through by now: no more rest. */
  wake() {
    this.restart();
    this._rest.wake();
  }

  /** No more rest, and no more news of the connection. */
  close() {
    this._transport.events.removeEventListener("online", this._online);
    this._rest.wake();
  }
}

/** Rests that all end when there is news. */
export class Rests {
  /** @param {Transport} transport */
  constructor(transport) {
    this._transport = transport;
    this._resting = new Set();
  }

  /** @param {number} milliseconds */
  async rest(milliseconds) {
    const rest = new Rest(this._transport);
    this._resting.add(rest);
    await rest.take(milliseconds);
    this._resting.delete(rest);
  }

  wake() {
    for (const rest of this._resting) rest.wake();
  }
}

/** A new uuid; also where the page came over plain HTTP, which has no `crypto.randomUUID`. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
