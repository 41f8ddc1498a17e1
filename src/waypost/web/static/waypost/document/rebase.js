/**
 * Own changes, made again on what others did meanwhile. Pure: states in, states out.
 *
 * What still fits stays as it is. What only lost its neighbour finds the nearest one. What contradicts somebody becomes
 * a conflict, which keeps what I wanted until I choose; in the document, theirs stands. Nothing of mine is dropped.
 *
 * @typedef {import("./tree.js").Edit} Edit
 * @typedef {import("./tree.js").Tree} Tree
 * @typedef {import("./tree.js").Place} Place
 * @typedef {import("./tree.js").Snapshot} Snapshot
 * @typedef {{name: string, initials: string, id: string}} Author
 * @typedef {object} Change  One change of mine that the document does not hold for certain yet.
 * @property {string} key
 * @property {Edit[]} edits
 * @property {string} label
 * @property {boolean} [sent]  It was sent, and perhaps arrived.
 * @property {number} [revision]  The server has it, as this revision.
 * @typedef {object} Conflict
 * @property {string} id  Of the conflict itself.
 * @property {string} key  The change it comes from.
 * @property {"field" | "gone" | "changed" | "cycle" | "taken" | "refused"} kind
 * `field`: both set it · `gone`: others removed what I changed · `changed`: others changed what I removed ·
 * `cycle`: it would hold itself · `taken`: the id is in use · `refused`: the server would not have it (`detail` says why)
 * @property {string} element
 * @property {string} [field]
 * @property {any} mine  A field: my value. Else: what I wanted, as edits.
 * @property {any} [theirs]  A field: their value.
 * @property {any} [base]  A field: what it was before both.
 * @property {Snapshot} [snapshot]  `gone`: what was removed; my changes of it are `mine`.
 * @property {Place} [place]  `gone`: where it stood.
 * @property {string[]} [order]  `gone`: its earlier siblings, nearest first.
 * @property {string} [detail]
 * @property {Author | null} by  Who did the other thing, when known.
 * @typedef {object} State
 * @property {Tree} confirmed  As the server has it.
 * @property {Tree} current  With my changes, as I see it.
 * @property {Change[]} pending
 * @property {Conflict[]} conflicts
 */
import { merged } from "./conflicts.js";
import { idOf, untagged } from "./tree.js";
import { fits, lost, nearest } from "./places.js";
import { same } from "./values.js";

/** A document nobody is changing. @param {Tree} confirmed @returns {State} */
export const calm = (confirmed) => ({ confirmed, current: confirmed, pending: [], conflicts: [] });

/** My own change, at once. @param {State} state @param {Change} change @returns {State} */
export function changed(state, change) {
  return { ...state, current: state.current.apply(change.edits), pending: [...state.pending, change] };
}

/**
 * A change the server ordered next: somebody's, or one of mine coming back under its key.
 * @param {State} state @param {{key: string, edits: Edit[], author: Author | null}} change @returns {State}
 */
export function arrived(state, { key, edits, author }) {
  const confirmed = state.confirmed.apply(edits);
  const [head] = state.pending;
  if (head?.key === key && same(head.edits, edits)) return { ...state, confirmed, pending: state.pending.slice(1) };
  const mine = state.pending.some((change) => change.key === key);
  const conflicts = state.conflicts.filter((conflict) => conflict.key !== key);
  return rebased({ ...state, conflicts }, confirmed, (change) => change.key !== key, mine ? null : author);
}

/**
 * My changes made again on another confirmed document; those that do not stay are in it already, or are not to be.
 * @param {State} state @param {Tree} confirmed @param {(change: Change) => boolean} stays @param {Author | null} by
 * @returns {State}
 */
export function rebased(state, confirmed, stays, by) {
  let base = state.confirmed;
  let current = confirmed;
  const pending = [];
  const found = [];
  for (const change of state.pending) {
    if (!stays(change)) {
      base = base.apply(change.edits);
      continue;
    }
    const made = remadeAll(change.edits, base, current);
    base = base.apply(change.edits);
    current = made.tree;
    if (!change.revision) found.push(...made.conflicts.map((conflict) => ({ ...conflict, key: change.key, by })));
    if (made.edits.length || change.revision) {
      pending.push(made.edits === change.edits ? change : { ...change, edits: made.edits });
    }
  }
  const conflicts = merged(state, found, current, by);
  return { confirmed, current, pending, conflicts };
}

/**
 * Edits that were made on `base`, one after the other, made again on `tree`: the very same when they fit.
 * @param {Edit[]} edits @param {Tree} base @param {Tree} tree
 * @returns {{edits: Edit[], conflicts: Conflict[], tree: Tree}}
 */
export function remadeAll(edits, base, tree) {
  if (fits(edits, tree)) return { edits, conflicts: [], tree: tree.apply(edits) };
  const made = { edits: [], conflicts: [], tree };
  let before = base;
  for (const edit of edits) {
    const again = remade(edit, before, made.tree);
    before = before.apply([edit]);
    made.tree = made.tree.apply(again.edits);
    made.edits.push(...again.edits);
    made.conflicts.push(...again.conflicts);
  }
  return made;
}

/**
 * An edit that was made on `base`, made again on `tree`: itself when it fits.
 * @param {Edit} edit @param {Tree} base @param {Tree} tree
 * @returns {{edits: Edit[], conflicts: Conflict[]}}
 */
function remade(edit, base, tree) {
  if (fits([edit], tree)) return one(edit);
  const missing = needed(edit).find((id) => !tree.has(id));
  if (missing !== undefined) return conflict("gone", edit, lost(base, missing, tree));
  return { set: setAgain, insert: insertAgain, move: moveAgain, remove: removeAgain }[edit.edit](edit, base, tree);
}

/** The elements without which an edit means nothing. @param {Edit} edit @returns {string[]} */
function needed(edit) {
  if (edit.edit === "insert") return [edit.place.parent];
  if (edit.edit === "move") return [edit.id, edit.target.parent];
  return edit.edit === "set" ? [edit.id] : [];
}

const nothing = { edits: [], conflicts: [] };
const one = (edit) => ({ edits: [edit], conflicts: [] });

/** @param {string} kind @param {Edit} edit @param {Partial<Conflict>} more */
function conflict(kind, edit, more = {}) {
  return { edits: [], conflicts: [{ id: "", key: "", by: null, kind, element: idOf(edit), mine: [edit], ...more }] };
}

function setAgain(edit, base, tree) {
  const { id, field, old, new: mine } = edit;
  if (tree.kind(id) !== base.kind(id)) return conflict("taken", edit);
  const theirs = tree.value(id, field);
  return same(theirs, mine) ? nothing : conflict("field", edit, { field, mine, theirs, base: old });
}

function insertAgain(edit, base, tree) {
  const [kind, element] = untagged(edit.element);
  const id = element.id;
  if (tree.has(id) && tree.kind(id) === kind && same(tree.element(id), element)) return nothing;
  const again = { ...edit, place: nearest(edit.place, base, tree) };
  return fits([again], tree) ? one(again) : conflict("taken", edit, { snapshot: edit.element, place: again.place });
}

function moveAgain(edit, base, tree) {
  const again = { ...edit, origin: tree.place(edit.id), target: nearest(edit.target, base, tree, edit.id) };
  if (same(again.origin, again.target)) return nothing;
  return fits([again], tree) ? one(again) : conflict("cycle", edit);
}

function removeAgain(edit, base, tree) {
  const id = idOf(edit);
  if (!tree.has(id)) return nothing;
  const again = { ...edit, place: tree.place(id) };
  return fits([again], tree) ? one(again) : conflict("changed", edit);
}
