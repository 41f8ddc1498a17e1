/**
 * Own changes, made again on what others did meanwhile. Pure: states in, states out.
 *
 * What still fits stays as it is. What only lost its neighbour finds the nearest one. What contradicts somebody becomes
 * a conflict, which keeps what I wanted until I choose; in the document, theirs stands. Nothing of mine is dropped.
 *
 * @typedef {import("./tree.js").Edit} Edit
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
 * @property {Snapshot} [snapshot]  `gone`: what was removed, with my changes in it.
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
import { copied } from "./edits.js";
import { EditError, idOf, Tree, untagged } from "./tree.js";
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
 * My changes made again on another confirmed document; those that `stays` says are in it, or are not to be, are left out.
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
    const edits = [];
    for (const edit of change.edits) {
      const made = remade(edit, base, current);
      base = base.apply([edit]);
      current = current.apply(made.edits);
      edits.push(...made.edits);
      found.push(...made.conflicts.map((conflict) => ({ ...conflict, key: change.key, by })));
    }
    const kept = same(edits, change.edits) ? change : { ...change, edits };
    if (edits.length || change.revision) pending.push(kept);
  }
  const conflicts = merged(state.conflicts, found, state.current, current, by);
  return { confirmed, current, pending, conflicts };
}

/**
 * An edit that was made on `base`, made again on `tree`: itself when it fits.
 * @param {Edit} edit @param {Tree} base @param {Tree} tree
 * @returns {{edits: Edit[], conflicts: Conflict[]}}
 */
export function remade(edit, base, tree) {
  if (fits(edit, tree)) return { edits: [edit], conflicts: [] };
  const needed = edit.edit === "insert" ? [edit.place.parent] : edit.edit === "move" ? [edit.id, edit.target.parent] : [];
  const missing = (edit.edit === "set" ? [edit.id] : needed).find((id) => !tree.has(id));
  if (missing !== undefined) return conflict("gone", edit, lost(base, missing, tree));
  return { set: setAgain, insert: insertAgain, move: moveAgain, remove: removeAgain }[edit.edit](edit, base, tree);
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
  return fits(again, tree) ? one(again) : conflict("taken", edit, { snapshot: edit.element, place: again.place });
}

function moveAgain(edit, base, tree) {
  const again = { ...edit, origin: tree.place(edit.id), target: nearest(edit.target, base, tree, edit.id) };
  if (same(again.origin, again.target)) return nothing;
  return fits(again, tree) ? one(again) : conflict("cycle", edit);
}

function removeAgain(edit, base, tree) {
  const id = idOf(edit);
  if (!tree.has(id)) return nothing;
  const again = { ...edit, place: tree.place(id) };
  return fits(again, tree) ? one(again) : conflict("changed", edit);
}

/** Whether the tree takes the edit as it is. @param {Edit} edit @param {Tree} tree */
export function fits(edit, tree) {
  try {
    tree.apply([edit]);
    return true;
  } catch (error) {
    if (error instanceof EditError) return false;
    throw error;
  }
}

/** The place, after the nearest earlier sibling of the old order that is still there. */
function nearest(place, base, tree, moving = null) {
  const before = earlier(base, place);
  const here = (id) => id !== moving && tree.has(id) && tree.parent(id) === place.parent && tree.slot(id) === place.slot;
  return { ...place, after: before.find(here) ?? null };
}

/** The siblings before a place, nearest first. @param {Tree} tree @param {Place} place @returns {string[]} */
function earlier(tree, { parent, slot, after = null }) {
  const siblings = tree.children(parent, slot).map((sibling) => sibling.id);
  return after === null ? [] : siblings.slice(0, siblings.indexOf(after) + 1).reverse();
}

/** The largest part of `base` that `tree` no longer has around an element, and where it stood. */
function lost(base, id, tree) {
  const top = [...base.lineage(id)].findLast((each) => !tree.has(each)) ?? id;
  const place = base.place(top);
  return { element: top, snapshot: base.snapshot(top), place, order: earlier(base, place) };
}

/** Conflicts that lasted and new ones: one for each field and each removed part, with what I wanted last. */
function merged(old, found, mine, tree, by) {
  const all = new Map();
  for (const each of [...old, ...found]) {
    const now = lasting(each, tree, by);
    if (now === null) continue;
    const name = [now.kind, now.element, now.field ?? "", now.kind === "refused" ? now.key : ""].join(" ");
    const known = all.get(name);
    all.set(name, known ? joined(known, now) : { ...now, id: name });
  }
  return [...all.values()].map((each) => (each.kind === "gone" ? fullest(each, found, mine) : each)).filter(Boolean);
}

/** What a conflict has become: null when both sides want the same by now. */
function lasting(each, tree, by) {
  if (each.kind !== "field") return each;
  if (!tree.has(each.element)) return each;
  const theirs = tree.value(each.element, each.field);
  if (same(theirs, each.mine)) return null;
  return same(theirs, each.theirs) ? each : { ...each, theirs, by };
}

function joined(known, now) {
  if (known.kind === "field") return { ...known, key: now.key, mine: now.mine, theirs: now.theirs };
  return { ...known, key: now.key, mine: [...known.mine, ...now.mine] };
}

/** A removed part as I saw it last; null when I had removed it too. */
function fullest(each, found, mine) {
  if (!found.some((other) => other.kind === "gone" && other.element === each.element)) return each;
  return mine.has(each.element) ? { ...each, snapshot: mine.snapshot(each.element) } : null;
}

/**
 * The edits that make a conflict come out my way; none when that can no longer be.
 * @param {Conflict} each @param {Tree} tree  The document as it is now.
 * @returns {Edit[]}
 */
export function myWay(each, tree) {
  if (each.kind === "gone") return putBack(each, tree);
  if (each.kind === "taken" && each.snapshot) return putBeside(each, tree);
  if (each.kind !== "field") return each.mine.flatMap((edit) => insisted(edit, tree));
  if (!tree.has(each.element)) return [];
  return insisted({ edit: "set", id: each.element, field: each.field, old: null, new: each.mine }, tree);
}

/** The edit with its expectations set to what is there; none when it cannot be. */
function insisted(edit, tree) {
  const id = idOf(edit);
  if (edit.edit !== "insert" && !tree.has(id)) return [];
  const again = {
    set: () => ({ ...edit, old: tree.shape[tree.kind(id)].fields[edit.field] ? tree.value(id, edit.field) : null }),
    insert: () => ({ ...edit, place: nearest(edit.place, tree, tree) }),
    move: () => ({ ...edit, origin: tree.place(id), target: nearest(edit.target, tree, tree, id) }),
    remove: () => ({ ...edit, place: tree.place(id), snapshot: tree.snapshot(id) }),
  }[edit.edit]();
  const idle = (again.edit === "set" && same(again.old, again.new)) || same(again.origin ?? 0, again.target ?? 1);
  return !idle && fits(again, tree) ? [again] : [];
}

/** What others removed comes back as I had it; parts of it that live elsewhere come home. */
function putBack({ element, snapshot, place, order, mine }, tree) {
  if (tree.has(element)) return mine.flatMap((edit) => insisted(edit, tree));
  if (!tree.has(place.parent)) return [];
  const after = order.find((id) => tree.has(id) && tree.parent(id) === place.parent && tree.slot(id) === place.slot);
  const [kind, whole] = untagged(snapshot);
  const homes = [];
  const pruned = (part, partKind) => {
    const found = { ...part };
    for (const [slot, child] of Object.entries(tree.shape[partKind].slots)) {
      if (!part[slot]) continue;
      const stays = part[slot].filter(({ id }) => !tree.has(id));
      part[slot].forEach(({ id }, index) => {
        if (tree.has(id)) homes.push([id, { parent: part.id, slot, after: part[slot][index - 1]?.id ?? null }]);
      });
      found[slot] = stays.map((each) => pruned(each, child));
      if (!stays.length) delete found[slot];
    }
    return found;
  };
  const edits = [{ edit: "insert", place: { ...place, after: after ?? null }, element: { [kind]: pruned(whole, kind) } }];
  let now = tree.apply(edits);
  for (const [id, target] of homes) {
    const moves = insisted({ edit: "move", id, origin: target, target }, now);
    now = now.apply(moves);
    edits.push(...moves);
  }
  return edits;
}

/** What I wanted to insert under ids that others have by now, under fresh ones. */
function putBeside({ snapshot, place }, tree) {
  if (!tree.has(place.parent)) return [];
  const [kind, element] = untagged(snapshot);
  const made = { edit: "insert", place: nearest(place, tree, tree), element: { [kind]: element } };
  if (fits(made, tree)) return [made];
  const apart = Tree.of({ id: tree.root, [place.slot]: [element] }, rooted(tree, place.parent));
  return [{ ...made, element: { [kind]: copied(apart, element.id) } }];
}

/** The shape of a document that begins at an element. */
function rooted(tree, id) {
  const kinds = Object.entries(tree.shape).map(([kind, own]) => [kind, { ...own, root: kind === tree.kind(id) }]);
  return Object.fromEntries(kinds);
}
