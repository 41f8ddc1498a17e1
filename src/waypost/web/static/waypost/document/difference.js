/**
 * What a view has to draw again. Trees share what did not change, so only what differs is looked at.
 *
 * @typedef {object} Difference
 * @property {Set<string>} changed  Elements that are new, say something else, or hold other children or another order.
 * @property {Set<string>} removed
 * @property {boolean} structure  Something was added, moved or removed.
 * @typedef {Difference & {remote: boolean}} News  Empty when only the status, the conflicts or the presence changed;
 * `remote`: others did it.
 */

/** @param {import("./tree.js").Tree} before @param {import("./tree.js").Tree} after @returns {Difference} */
export function difference(before, after) {
  const found = { changed: new Set(), removed: new Set(), structure: false };
  if (before === after) return found;
  visit(after, after.root, before, found);
  for (const id of found.structure ? before.walk() : []) {
    if (!after.has(id)) found.removed.add(id);
  }
  return found;
}

function visit(after, id, before, found) {
  const [old, now] = [before.element(id), after.element(id)];
  if (old === now) return;
  const { slots } = after.shape[after.kind(id)];
  const children = Object.keys(slots).flatMap((slot) => after.children(id, slot).map((child) => child.id));
  if (!old || before.kind(id) !== after.kind(id)) {
    found.structure = true;
    found.changed.add(id);
  } else {
    const order = Object.keys(slots).some((slot) => !sameOrder(old[slot], now[slot]));
    if (order) found.structure = true;
    if (order || ownDiffers(old, now, slots)) found.changed.add(id);
  }
  for (const child of children) visit(after, child, before, found);
}

const names = (element, slots) => Object.keys(element).filter((name) => !Object.hasOwn(slots, name));

function ownDiffers(old, now, slots) {
  const own = names(now, slots);
  return own.length !== names(old, slots).length || own.some((name) => old[name] !== now[name]);
}

function sameOrder(old = [], now = []) {
  return old === now || (old.length === now.length && old.every((child, index) => child.id === now[index].id));
}
