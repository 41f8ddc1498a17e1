/**
 * The world outside: network, storage, time. Everything of the document takes it from here, so that a test can bring
 * its own.
 *
 * @typedef {object} Transport
 * @property {typeof fetch} fetch
 * @property {typeof EventSource} EventSource
 * @property {() => Promise<import("./storage.js").Drawer | import("./storage.js").Pocket>} storage
 * @property {{request: Function}} locks  Web Locks.
 * @property {EventTarget} events  Tells `online`.
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
  events: window,
  setTimeout: (work, milliseconds) => setTimeout(work, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer),
  random: () => Math.random(),
});

/** Milliseconds to wait after so many failures: doubling up to ten seconds, never all at once. */
export const backoff = (failures, random) => Math.min(10_000, 250 * 2 ** failures) * (0.5 + random() / 2);

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
