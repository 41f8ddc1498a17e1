/**
 * Conflicts: which there are after a rebase, and what it takes to have one come out my way.
 *
 * @typedef {import("./tree.js").Edit} Edit
 * @typedef {import("./tree.js").Tree} Tree
 * @typedef {import("./rebase.js").Conflict} Conflict
 * @typedef {import("./rebase.js").State} State
 * @typedef {import("./rebase.js").Author} Author
 */
import { copied } from "./edits.js";
import { among, fits, lost, nearest } from "./places.js";
import { idOf, Tree, untagged } from "./tree.js";
import { same } from "./values.js";

/**
 * The conflicts that last and the new ones: one for each text I wrote, one for each part that was removed.
 * @param {State} state  Before the rebase.
 * @param {Conflict[]} found
 * @param {Tree} tree  After it.
 * @param {Author | null} by
 * @returns {Conflict[]}
 */
export function merged(state, found, tree, by) {
  const all = new Map();
  for (const each of state.conflicts) {
    const now = lasting(each, state.current.has(each.element) ? state.current : state.confirmed, tree, by);
    if (now) all.set(now.id, now);
  }
  const old = new Set(all.keys());
  for (const each of found) {
    const id = [each.kind, each.element, each.field ?? "", found[0].key].join(" ");
    const known = [...all.values()].find((other) => other.id === id || continues(each, other));
    all.set(known?.id ?? id, known ? joined(known, each) : { ...each, id });
  }
  return [...all.values()].filter((each) => old.has(each.id) || wanted(each, state.current));
}

/** Whether anything that I changed in a removed part was still there for me: I may have removed it too. */
const wanted = ({ kind, mine }, current) => kind !== "gone" || mine.some((edit) => current.has(idOf(edit)));

/** What an earlier conflict has become: null when both sides want the same by now. */
function lasting(each, before, tree, by) {
  if (each.kind !== "field" || !before.has(each.element)) return each;
  if (tree.has(each.element) && tree.kind(each.element) === before.kind(each.element)) {
    const theirs = tree.value(each.element, each.field);
    if (same(theirs, each.mine)) return null;
    return same(theirs, each.theirs) ? each : { ...each, theirs, by };
  }
  const mine = [{ edit: "set", id: each.element, field: each.field, old: each.theirs, new: each.mine }];
  const { id, key } = each;
  if (tree.has(each.element)) return { id, key, kind: "taken", element: each.element, mine, by };
  return { id, key, kind: "gone", mine, by, ...lost(before, each.element, tree) };
}

/** Whether I went on writing what the other conflict keeps. */
function continues(each, other) {
  if (each.kind !== "field" || other.kind !== "field") return false;
  return each.element === other.element && each.field === other.field && same(each.base, other.mine);
}

function joined(known, now) {
  if (known.kind === "field") return { ...known, key: now.key, mine: now.mine, theirs: now.theirs };
  const sets = (edit, each) => each.edit === "set" && each.id === edit.id && each.field === edit.field;
  const newer = (edit) => now.mine.some((each) => sets(edit, each));
  return { ...known, key: now.key, mine: [...known.mine.filter((edit) => !newer(edit)), ...now.mine] };
}

/**
 * What the server would not have, and why.
 * @param {import("./rebase.js").Change} change @param {string} detail @returns {Conflict}
 */
export function refusal({ key, edits, label }, detail) {
  const about = { key, label, kind: "refused", element: idOf(edits[0]), mine: edits };
  return { ...about, id: `refused ${key}`, detail, by: null };
}

/**
 * The edits that make a conflict come out my way on the document as it is now; null when that can no longer be.
 * @param {Conflict} each @param {Tree} tree
 * @returns {Edit[] | null}
 */
export function myWay(each, tree) {
  if (each.kind === "gone") return putBack(each, tree);
  if (each.kind === "taken" && each.snapshot) return putBeside(each, tree);
  return insisted(each.kind === "field" ? setting(each, each.mine) : each.mine, tree);
}

/** The edits that put both texts, or both lists, into the field; null when there is no such thing. */
export function bothWays(each, tree) {
  const { mine, theirs } = each;
  if (each.kind !== "field") return null;
  const texts = typeof mine === "string" && typeof theirs === "string";
  if (texts) return insisted(setting(each, `${theirs}\n${mine}`), tree);
  if (!Array.isArray(mine) || !Array.isArray(theirs)) return null;
  const more = mine.filter((item) => !theirs.some((other) => same(item, other)));
  return insisted(setting(each, [...theirs, ...more]), tree);
}

const setting = ({ element, field }, value) => [{ edit: "set", id: element, field, old: null, new: value }];

/**
 * The edits, one after the other, expecting what is there; null when one of them can no longer be.
 * @param {Edit[]} edits @param {Tree} tree
 * @returns {Edit[] | null}
 */
export function insisted(edits, tree) {
  const made = [];
  let now = tree;
  for (const edit of edits) {
    const again = expecting(edit, now);
    if (again === null) return null;
    if (again === edit && already(edit, now)) continue;
    if (idle(again)) continue;
    if (!fits([again], now)) return null;
    now = now.apply([again]);
    made.push(again);
  }
  return made;
}

/** The edit with its expectations set to what is there; null when there is nothing it could mean. */
function expecting(edit, tree) {
  const id = idOf(edit);
  switch (edit.edit) {
    case "set":
      if (!tree.has(id) || !tree.shape[tree.kind(id)].fields[edit.field]) return null;
      return { ...edit, old: tree.value(id, edit.field) };
    case "insert":
      if (already(edit, tree)) return edit;
      return tree.has(edit.place.parent) ? { ...edit, place: nearest(edit.place, tree, tree) } : null;
    case "move":
      if (!tree.has(id) || !tree.has(edit.target.parent)) return null;
      return { ...edit, origin: tree.place(id), target: nearest(edit.target, tree, tree, id) };
    default:
      return tree.has(id) ? { ...edit, place: tree.place(id), snapshot: tree.snapshot(id) } : edit;
  }
}

/** Whether what the edit wants is so by now: the new element is there, the old one is not. */
function already(edit, tree) {
  if (edit.edit === "insert") return tree.has(idOf(edit));
  return edit.edit === "remove" && !tree.has(idOf(edit));
}

function idle(edit) {
  if (edit.edit === "set") return same(edit.old, edit.new);
  return edit.edit === "move" && same(edit.origin, edit.target);
}

/** What others removed comes back, but for what they kept elsewhere, and I do with it what I had done. */
function putBack({ element, snapshot, place, order, mine }, tree) {
  if (tree.has(element)) return insisted(mine, tree);
  if (!tree.has(place.parent)) return null;
  const [kind, whole] = untagged(snapshot);
  const edits = [{ edit: "insert", place: among(place, order, tree), element: { [kind]: without(whole, kind, tree) } }];
  let now = tree.apply(edits);
  for (const edit of mine) {
    const again = insisted([edit], now) ?? [];
    now = now.apply(again);
    edits.push(...again);
  }
  return edits;
}

/** The element without the parts of it that the tree has. */
function without(element, kind, tree) {
  const part = { ...element };
  for (const [slot, child] of Object.entries(tree.shape[kind].slots)) {
    const left = (element[slot] ?? []).filter(({ id }) => !tree.has(id)).map((each) => without(each, child, tree));
    if (left.length) part[slot] = left;
    else delete part[slot];
  }
  return part;
}

/** What I wanted to insert under ids that others have by now, under fresh ones. */
function putBeside({ snapshot, place }, tree) {
  if (!tree.has(place.parent)) return null;
  const [kind, element] = untagged(snapshot);
  const made = { edit: "insert", place: nearest(place, tree, tree), element: snapshot };
  if (fits([made], tree)) return [made];
  const parent = tree.kind(place.parent);
  const rooted = Object.entries(tree.shape).map(([name, own]) => [name, { ...own, root: name === parent }]);
  const shape = Object.fromEntries(rooted);
  const apart = Tree.of({ id: tree.root, [place.slot]: [element] }, shape);
  return [{ ...made, element: { [kind]: copied(apart, element.id, tree) } }];
}
