/**
 * My own steps back and forth. Undoing makes the opposite of my change on the document as it is now; where somebody
 * changed the same since, it says so and leaves everything as it is, unless it is forced.
 *
 * @typedef {import("./tree.js").Edit} Edit
 * @typedef {import("./rebase.js").Conflict} Conflict
 * @typedef {import("./values.js").Element} Element
 * @typedef {object} Step  A change of mine: the document before it is not needed, the one after it is.
 * @property {string} key
 * @property {string} label
 * @property {Edit[]} edits
 * @property {Element} after  The document right after it.
 * @typedef {object} Back  What takes a step back.
 * @property {string} label
 * @property {Edit[]} edits  None when it is so already.
 * @property {Conflict[]} conflicts  What others changed since; where there is any, nothing is done unless forced.
 */
import { myWay } from "./conflicts.js";
import { remadeAll } from "./rebase.js";
import { inverses, Tree } from "./tree.js";

const LONGEST = 100;

export class History {
  constructor() {
    /** @type {Step[]} */ this.done = [];
    /** @type {Step[]} */ this.undone = [];
  }

  /** Something new was done: what was undone can no longer be redone. @param {Step} step */
  add(step) {
    this.done = [...this.done.slice(1 - LONGEST), step];
    this.undone = [];
  }

  /** A change never came to be. @param {string} key */
  forget(key) {
    this.done = this.done.filter((step) => step.key !== key);
    this.undone = this.undone.filter((step) => step.key !== key);
  }

  /** The last step of one stack was taken back by another step, which goes onto the other stack.
   * @param {"done" | "undone"} stack @param {Step | null} step  None when there was nothing to do. */
  taken(stack, step) {
    const other = stack === "done" ? "undone" : "done";
    this[stack] = this[stack].slice(0, -1);
    if (step) this[other] = [...this[other], step];
  }

  /**
   * What would take the last step of a stack back; null when the stack is empty.
   * @param {"done" | "undone"} stack @param {Tree} tree  The document as it is now. @param {boolean} forced
   * @returns {Back | null}
   */
  back(stack, tree, forced) {
    const step = this[stack].at(-1);
    if (!step) return null;
    const made = remadeAll(inverses(step.edits), Tree.of(step.after, tree.shape), tree);
    if (!forced || !made.conflicts.length) return { label: step.label, edits: made.edits, conflicts: made.conflicts };
    let now = made.tree;
    const edits = [...made.edits];
    const conflicts = [];
    for (const conflict of made.conflicts) {
      const mine = myWay(conflict, now);
      if (mine === null) conflicts.push(conflict);
      now = now.apply(mine ?? []);
      edits.push(...(mine ?? []));
    }
    return { label: step.label, edits, conflicts };
  }
}
