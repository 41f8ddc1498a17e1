/** What becomes of a document in the browser, edit by edit, and what must hold whatever they are. */
import { apply, ConflictError, EditError, idOf, inverses, Tree } from "/static/waypost/document/tree.js";
import { same } from "/static/waypost/document/values.js";

const shapes = new Map();

/** A kind of document is told once, under a name. */
export function tell(name, shape) {
  shapes.set(name, JSON.parse(shape));
}

/** Cases as text, for a driver takes its time with anything else; so is the answer: an outcome for each. */
export function outcomes(name, cases) {
  return JSON.stringify(JSON.parse(cases).map(({ document, edits }) => outcome(document, edits, shapes.get(name))));
}

function outcome(document, edits, shape) {
  const before = JSON.stringify(document);
  let after;
  try {
    after = apply(document, edits, shape);
  } catch (error) {
    if (!(error instanceof EditError)) throw error;
    return { refused: error instanceof ConflictError ? "conflict" : "impossible", element: error.element };
  }
  if (JSON.stringify(document) !== before) throw new Error("the document itself was changed");
  if (!same(apply(after, inverses(edits), shape), document)) throw new Error("it cannot be taken back");
  const old = Tree.of(document, shape);
  const now = old.apply(edits);
  checkIndex(now, Tree.of(after, shape));
  checkShared(old, now, edits);
  return { document: after };
}

/** A tree that was changed knows every element as one that was read anew does. */
function checkIndex(now, again) {
  for (const id of again.walk()) {
    const known = same(now.element(id), again.element(id)) && now.kind(id) === again.kind(id);
    if (!known) throw new Error(`${id} is not indexed`);
    if (id !== now.root && !same(now.place(id), again.place(id))) throw new Error(`${id} is not where it is`);
  }
}

/** What no edit touched is the very same. Another edit may have put back what one touched: as it was, and yet new. */
function checkShared(old, now, edits) {
  const inserted = JSON.stringify(edits.map(({ element }) => element ?? null));
  const touched = new Set([...inserted.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id));
  for (const edit of edits) {
    for (const id of [idOf(edit), edit.place?.parent, edit.origin?.parent, edit.target?.parent]) {
      for (const tree of [old, now]) if (tree.has(id)) for (const each of tree.lineage(id)) touched.add(each);
    }
  }
  for (const id of now.walk()) {
    const alike = !touched.has(id) && old.has(id) && same(old.element(id), now.element(id));
    if (alike && old.element(id) !== now.element(id)) throw new Error(`${id} is not shared`);
  }
}
