/**
 * Edits made from what a person wants, against the document as it is now. Each maker gives a list of edits: empty
 * when there is nothing to do. Several lists put together are one change.
 *
 * @typedef {import("./tree.js").Tree} Tree
 * @typedef {import("./tree.js").Edit} Edit
 * @typedef {import("./tree.js").Place} Place
 * @typedef {import("./values.js").Element} Element
 */
import { kept, keptFields, same } from "./values.js";

const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/**
 * A field gets another value.
 * @param {Tree} tree @param {string} id @param {string} field @param {any} value
 * @returns {Edit[]}
 * @throws {import("./values.js").ValueError} the field cannot be that
 */
export function set(tree, id, field, value) {
  const old = tree.value(id, field);
  const wanted = kept(tree.shape[tree.kind(id)].fields[field], value);
  return same(old, wanted) ? [] : [{ edit: "set", id, field, old, new: wanted }];
}

/**
 * A new element of a fresh id, which `idOf(edits[0])` tells.
 * @param {Tree} tree @param {string} parent @param {string} slot @param {string | null} after  The neighbour before it.
 * @param {string} kind @param {Object<string, any>} [fields]
 * @returns {Edit[]}
 * @throws {import("./values.js").ValueError} a field is missing or cannot be that
 */
export function insert(tree, parent, slot, after, kind, fields = {}) {
  const own = keptFields(tree.shape[kind].fields, fields);
  const element = { id: freshId(kind, (id) => tree.has(id)), ...own };
  return [{ edit: "insert", place: { parent, slot, after }, element: { [kind]: element } }];
}

/**
 * The element, with everything below it, goes elsewhere.
 * @param {Tree} tree @param {string} id @param {string} parent @param {string} slot @param {string | null} after
 * @returns {Edit[]}
 */
export function move(tree, id, parent, slot, after) {
  const origin = tree.place(id);
  const target = { parent, slot, after: after === id ? origin.after : after };
  return same(origin, target) ? [] : [{ edit: "move", id, origin, target }];
}

/** The element goes, with everything below it. @param {Tree} tree @param {string} id @returns {Edit[]} */
export const remove = (tree, id) => [{ edit: "remove", place: tree.place(id), snapshot: tree.snapshot(id) }];

/**
 * The same element once more, right after it, with fresh ids; what named an element inside it names the copy's.
 * @param {Tree} tree @param {string} id
 * @returns {Edit[]}
 */
export function duplicate(tree, id) {
  const place = { parent: tree.parent(id), slot: tree.slot(id), after: id };
  return [{ edit: "insert", place, element: { [tree.kind(id)]: copied(tree, id) } }];
}

/**
 * A copy with ids throughout that nobody has in `among`.
 * @param {Tree} tree @param {string} id @param {Tree} [among]
 * @returns {Element}
 */
export function copied(tree, id, among = tree) {
  const fresh = new Map();
  const taken = new Set();
  for (const old of tree.walk(id)) {
    const made = freshId(tree.kind(old), (wanted) => among.has(wanted) || taken.has(wanted));
    taken.add(made);
    fresh.set(old, made);
  }
  const copy = (element, kind) => {
    const { fields, slots } = tree.shape[kind];
    const found = { ...renamed(element, fields, fresh), id: fresh.get(element.id) };
    for (const [slot, child] of Object.entries(slots)) {
      if (element[slot]) found[slot] = element[slot].map((each) => copy(each, child));
    }
    return found;
  };
  return copy(tree.element(id), tree.kind(id));
}

/** The object with every id in it that was given a fresh one. */
function renamed(object, fields, fresh) {
  const found = { ...object };
  for (const [name, field] of Object.entries(fields)) {
    if (field.type === "id" && fresh.has(found[name])) found[name] = fresh.get(found[name]);
    if (field.type === "value" && found[name]) found[name] = renamed(found[name], field.fields, fresh);
  }
  return found;
}

/** A readable id that nobody has: `pain-point-k3f9x`. @param {string} kind @param {(id: string) => boolean} taken */
export function freshId(kind, taken) {
  const prefix = kind.replace(/(?<!^)(?=[A-Z])/g, "-").toLowerCase();
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(5));
    const id = `${prefix}-${Array.from(bytes, (byte) => LETTERS[byte % 32]).join("")}`;
    if (!taken(id)) return id;
  }
}
