// Changes of one document, one after the other, each of which can be taken back.

import { token } from "../csrf.js";
import { toast } from "../toast.js";

/**
 * @param {string} address
 * @param {unknown} body
 */
export function post(address, body) {
  return fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
    body: JSON.stringify(body),
  });
}

/** Sends changes and remembers how to take them back. */
export class Changing {
  /**
   * @param {string} address where changes go
   * @param {(undoable: boolean) => void} told hears whether there is something to take back
   */
  constructor(address, told) {
    this.address = address;
    this.told = told;
    this.done = [];
  }

  /**
   * @param {object[]} edits
   * @param {object[]} back the edits that take them back
   * @param {() => void} undone what the page does when they are
   * @param {string} label
   * @returns {Promise<boolean>} whether it was kept
   */
  async make(edits, back, undone, label) {
    if (!await this.#send(edits, label)) return false;
    this.done.push({ back, undone });
    this.told(true);
    return true;
  }

  /** Take the last change back. */
  async undo() {
    const last = this.done.pop();
    if (!last) return;
    if (await this.#send(last.back, "Took back a binding")) last.undone();
    this.told(this.done.length > 0);
  }

  async #send(edits, label) {
    const answer = await post(this.address, { key: crypto.randomUUID(), edits, label }).catch(() => null);
    if (answer?.ok) return true;
    const why = answer ? (await answer.json().catch(() => ({}))).detail : "The server does not answer.";
    toast(why ?? "It could not be kept.", {
      bad: true, action: answer?.status === 409 ? "Load it again" : undefined, act: () => location.reload(),
    });
    return false;
  }
}
