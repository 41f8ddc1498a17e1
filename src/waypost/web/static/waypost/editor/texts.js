/**
 * The edits behind what is written in a cell: other words, one more, one less, another place.
 *
 * @typedef {import("./lanes.js").Lane} Lane
 * @typedef {import("./lanes.js").Item} Item
 * @typedef {import("../document/tree.js").Tree} Tree
 * @typedef {import("../document/tree.js").Edit} Edit
 */
import { insert, move, remove, set } from "../document/edits.js";
import { idOf } from "../document/tree.js";
import { guessed } from "./channels.js";

/** What an item's words are in the document now; null when it is not there any more. @param {Tree} tree @param {Item} item */
export function wordsOf(tree, { ref }) {
  if (!tree.has(ref.id)) return null;
  const value = tree.value(ref.id, ref.field);
  return (ref.kind === "listed" ? value[ref.index] : value) ?? "";
}

/** Other words; none takes the item away. @param {Tree} tree @param {Item} item @param {string} text @returns {Edit[]} */
export function write(tree, item, text) {
  const { kind, id, field, index } = item.ref;
  if (kind === "listed") return set(tree, id, field, tree.value(id, field).toSpliced(index, 1, ...(text ? [text] : [])));
  if (text || kind === "field") return set(tree, id, field, text || null);
  return tree.shape[tree.kind(id)].fields[field].required ? remove(tree, id) : set(tree, id, field, null);
}

/** The item goes. @param {Tree} tree @param {Item} item @returns {Edit[]} */
export function drop(tree, item) {
  const { kind, id, field, index } = item.ref;
  if (kind === "element") return remove(tree, id);
  return kind === "listed" ? set(tree, id, field, tree.value(id, field).toSpliced(index, 1)) : set(tree, id, field, null);
}

/**
 * One more in a lane at a step (or phase), after an item or as the last.
 * @param {Tree} tree @param {Lane} lane @param {string} parent @param {string} text @param {Item | null} after
 * @returns {{edits: Edit[], key: string}}
 */
export function add(tree, lane, parent, text, after = null) {
  const { listed, slot, kind, field, more = {}, through } = lane.store;
  if (listed) {
    const list = tree.value(parent, listed);
    const index = after?.ref ? after.ref.index + 1 : list.length;
    return { edits: set(tree, parent, listed, list.toSpliced(index, 0, text)), key: `${listed}.${index}` };
  }
  const holder = through ? keeper(tree, parent, lane, after) : parent;
  if (!slot) return { edits: set(tree, holder, field, text), key: `${holder}.${field}` };
  const siblings = tree.children(holder, slot);
  const follows = siblings.some(({ id }) => id === after?.id) ? after.id : (siblings.at(-1)?.id ?? null);
  const guess = slot === "touchpoints" ? guessed(text) : {};
  const edits = insert(tree, holder, slot, follows, kind, { ...more, ...guess, [field]: text });
  return { edits, key: idOf(edits[0]) };
}

/** The touchpoint of a step that keeps what is added through it; null when there is none. */
export function keeper(tree, step, lane, after = null) {
  const contacts = tree.children(step, "touchpoints");
  if (lane.store.slot) return after?.bearer ?? contacts[0]?.id ?? null;
  return contacts.find((contact) => !contact[lane.store.field])?.id ?? null;
}

/**
 * An item at another place of its lane: at a step, before one of its items or as the last.
 * @param {Tree} tree @param {Lane} lane @param {Item} item @param {string} parent @param {number} index  Among those of the step's own.
 * @returns {{edits: Edit[], key: string}}
 */
export function place(tree, lane, item, parent, index) {
  const { kind, id, field } = item.ref;
  if (kind === "element") {
    const slot = tree.slot(id);
    const lanes = lane.store.more ?? {};
    const others = tree.children(parent, slot).filter((sibling) => sibling.id !== id && Object.entries(lanes).every(([name, value]) => sibling[name] === value));
    return { edits: move(tree, id, parent, slot, index > 0 ? (others[Math.min(index, others.length) - 1]?.id ?? null) : null), key: id };
  }
  const from = tree.value(id, field);
  const without = from.toSpliced(item.ref.index, 1);
  const key = `${field}.${index}`;
  if (parent === id) return { edits: set(tree, id, field, without.toSpliced(index, 0, item.text)), key };
  return { edits: [...set(tree, id, field, without), ...set(tree, parent, field, tree.value(parent, field).toSpliced(index, 0, item.text))], key };
}
