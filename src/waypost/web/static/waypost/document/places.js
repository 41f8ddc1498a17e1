/**
 * Places that moved: where an element goes when the neighbour it was to follow is gone, and what was lost around it.
 *
 * @typedef {import("./tree.js").Edit} Edit
 * @typedef {import("./tree.js").Place} Place
 * @typedef {import("./tree.js").Tree} Tree
 */
import { EditError } from "./tree.js";

/** Whether the tree takes the edits as they are. @param {Edit[]} edits @param {Tree} tree */
export function fits(edits, tree) {
  try {
    tree.apply(edits);
    return true;
  } catch (error) {
    if (error instanceof EditError) return false;
    throw error;
  }
}

/**
 * The place, after the nearest sibling before it in the order of `base` that is still there in `tree`.
 * @param {Place} place @param {Tree} base @param {Tree} tree @param {string | null} [moving]  It cannot follow itself.
 * @returns {Place}
 */
export function nearest(place, base, tree, moving = null) {
  return among(place, earlier(base, place).filter((id) => id !== moving), tree);
}

/** The place, after the first of some siblings that is there. @param {Place} place @param {string[]} siblings @param {Tree} tree */
export function among(place, siblings, tree) {
  const here = (id) => tree.has(id) && tree.parent(id) === place.parent && tree.slot(id) === place.slot;
  return { ...place, after: siblings.find(here) ?? null };
}

/** The siblings before a place, nearest first. @param {Tree} tree @param {Place} place @returns {string[]} */
export function earlier(tree, { parent, slot, after = null }) {
  const siblings = tree.children(parent, slot).map((sibling) => sibling.id);
  return after === null ? [] : siblings.slice(0, siblings.indexOf(after) + 1).reverse();
}

/** The largest part of `base` around an element that `tree` no longer has, and where it stood. @param {Tree} base @param {string} id @param {Tree} tree */
export function lost(base, id, tree) {
  const top = [...base.lineage(id)].findLast((each) => !tree.has(each)) ?? id;
  const place = base.place(top);
  return { element: top, snapshot: base.snapshot(top), place, order: earlier(base, place) };
}
