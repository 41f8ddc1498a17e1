/**
 * The document: every element by its id, who holds it in which order, and what an edit makes of it.
 *
 * A tree never changes: `apply` makes another that shares whatever did not change, so `before.element(id) ===
 * after.element(id)` says that nothing in the element or below it is new. The rules are those of the server's edits.
 *
 * @typedef {import("./values.js").Element} Element
 * @typedef {import("./values.js").Shape} Shape
 * @typedef {import("./values.js").Json} Json
 * @typedef {{parent: string, slot: string, after?: string | null}} Place  Right after which neighbour; null: first.
 * @typedef {Object<string, Element>} Snapshot  An element under the name of its kind: `{"Step": {"id": …}}`.
 * @typedef {{edit: "set", id: string, field: string, old: Json, new: Json}} SetEdit
 * @typedef {{edit: "insert", place: Place, element: Snapshot}} InsertEdit
 * @typedef {{edit: "move", id: string, origin: Place, target: Place}} MoveEdit
 * @typedef {{edit: "remove", place: Place, snapshot: Snapshot}} RemoveEdit
 * @typedef {SetEdit | InsertEdit | MoveEdit | RemoveEdit} Edit
 */
import { given, isId, kept, keptFields, same, ValueError, withField } from "./values.js";

/** An edit that cannot be applied: `element` is the id it speaks of, `index` its place among the edits. */
export class EditError extends Error {
  /** @param {string} message @param {string} element */
  constructor(message, element) {
    super(message);
    this.name = new.target.name;
    this.element = element;
    this.index = 0;
  }
}

/** The document is not as the edit expects it: somebody changed it in between. */
export class ConflictError extends EditError {}

/** The document after the edits. @param {Element} document @param {Edit[]} edits @param {Shape} shape */
export const apply = (document, edits, shape) => Tree.of(document, shape).apply(edits).document;

/** The edit that takes this one back. @param {Edit} edit @returns {Edit} */
export function inverse(edit) {
  switch (edit.edit) {
    case "set":
      return { ...edit, old: edit.new, new: edit.old };
    case "insert":
      return { edit: "remove", place: edit.place, snapshot: edit.element };
    case "move":
      return { ...edit, origin: edit.target, target: edit.origin };
    case "remove":
      return { edit: "insert", place: edit.place, element: edit.snapshot };
  }
}

/** The edits that take a change back. @param {Edit[]} edits */
export const inverses = (edits) => edits.map(inverse).reverse();

/** The id of the element an edit speaks of. @param {Edit} edit @returns {string} */
export function idOf(edit) {
  if (edit.edit === "insert") return untagged(edit.element)[1].id;
  return edit.edit === "remove" ? untagged(edit.snapshot)[1].id : edit.id;
}

/** A snapshot's kind and element. @param {Snapshot} snapshot @returns {[string, Element]} */
export function untagged(snapshot) {
  const [tag, ...others] = Object.entries(snapshot ?? {});
  if (!tag || others.length) throw new EditError("an element is written with its kind", "");
  return tag;
}

export class Tree {
  /**
   * @param {Shape} shape
   * @param {string} root
   * @param {Map<string, Element>} elements
   * @param {Map<string, Holder>} holders
   * @typedef {{kind: string, parent: string | null, slot: string | null}} Holder
   */
  constructor(shape, root, elements, holders) {
    this.shape = shape;
    this.root = root;
    this._elements = elements;
    this._holders = holders;
  }

  /** @param {Element} document @param {Shape} shape */
  static of(document, shape) {
    const kind = Object.keys(shape).find((name) => shape[name].root);
    const tree = new Tree(shape, document.id, new Map(), new Map());
    tree._add(document, { kind, parent: null, slot: null });
    return tree;
  }

  /** The document as JSON. */
  get document() {
    return this.element(this.root);
  }

  /** @param {string} id */
  has(id) {
    return this._elements.has(id);
  }

  /** The element as JSON, with its children; undefined when there is none. @param {string} id @returns {Element} */
  element(id) {
    return this._elements.get(id);
  }

  /** @param {string} id @returns {string} */
  kind(id) {
    return this._holders.get(id).kind;
  }

  /** The element that holds it; null for the document. @param {string} id @returns {string | null} */
  parent(id) {
    return this._holders.get(id).parent;
  }

  /** @param {string} id @returns {string | null} */
  slot(id) {
    return this._holders.get(id).slot;
  }

  /** Its place among its siblings, from 0. @param {string} id */
  index(id) {
    const { parent, slot } = this._holders.get(id);
    return parent === null ? 0 : this.children(parent, slot).findIndex((sibling) => sibling.id === id);
  }

  /** The neighbour before it; null when it comes first. @param {string} id @returns {string | null} */
  after(id) {
    const { parent, slot } = this._holders.get(id);
    return parent === null ? null : (this.children(parent, slot)[this.index(id) - 1]?.id ?? null);
  }

  /** @param {string} id @returns {Place} */
  place(id) {
    return { parent: this.parent(id), slot: this.slot(id), after: this.after(id) };
  }

  /** The children in one slot, in order. @param {string} parent @param {string} slot @returns {Element[]} */
  children(parent, slot) {
    return this.element(parent)?.[slot] ?? [];
  }

  /** What a field says, its default when it is left out. @param {string} id @param {string} field @returns {Json} */
  value(id, field) {
    return given(this.element(id), field, this.shape[this.kind(id)].fields[field]);
  }

  /** What people call the element: its name or its words, or else its id. @param {string} id @returns {string} */
  label(id) {
    return labelOf(this.element(id), this.shape[this.kind(id)]);
  }

  /** The element in a message: `step 'Pays'`. @param {string} id */
  called(id) {
    return calledOf(this.element(id), this.shape[this.kind(id)]);
  }

  /** The element with its kind, as an edit carries it. @param {string} id @returns {Snapshot} */
  snapshot(id) {
    return { [this.kind(id)]: this.element(id) };
  }

  /** The ids of the element and of everything that holds it, up to the document. @param {string} id */
  *lineage(id) {
    for (let next = id; next !== null && this.has(next); next = this.parent(next)) yield next;
  }

  /** The ids of the element and of everything below it, parents first. @param {string} [id] */
  *walk(id = this.root) {
    for (const [, element] of walked(this.element(id), this.kind(id), this.shape)) yield element.id;
  }

  /**
   * The tree after the edits, in their order; this one stays as it is.
   * @param {Edit[]} edits
   * @throws {EditError} no document could take the edit; nothing is applied
   * @throws {ConflictError} the document is not as the edit expects it
   */
  apply(edits) {
    const next = new Tree(this.shape, this.root, new Map(this._elements), new Map(this._holders));
    edits.forEach((edit, index) => {
      try {
        next._apply(edit);
      } catch (error) {
        if (error instanceof EditError) error.index = index;
        throw error;
      }
    });
    return next;
  }

  _apply(edit) {
    switch (edit.edit) {
      case "set":
        return this._set(edit);
      case "insert":
        return this._insert(edit);
      case "move":
        return this._move(edit);
      case "remove":
        return this._remove(edit);
      default:
        throw new EditError(`there is no edit '${edit.edit}'`, this.root);
    }
  }

  _set({ id, field: name, old, new: wanted }) {
    const element = this._find(id);
    const { fields } = this.shape[this.kind(id)];
    if (!Object.hasOwn(fields, name)) {
      throw new EditError(`'${name}' is not a field of ${this.called(id)} that can be set`, id);
    }
    const what = `${name} of ${this.called(id)}`;
    const [before, after] = asked(what, id, () => [kept(fields[name], old), kept(fields[name], wanted)]);
    const found = this.value(id, name);
    if (!same(found, before)) {
      throw new ConflictError(`${what} is ${told(found)}, where the edit expects ${told(before)}`, id);
    }
    if (!same(found, after)) this._replace(withField(element, name, after, fields[name]));
  }

  _insert({ place, element: snapshot }) {
    const [kind, element] = keptSnapshot(snapshot, this.shape);
    const seen = new Set();
    for (const [own, { id }] of walked(element, kind, this.shape)) {
      if (this.has(id) || seen.has(id)) {
        const user = this.has(id) ? this.called(id) : "another element inserted with it";
        throw new ConflictError(`a new ${this.shape[own].word} cannot have the id '${id}': ${user} has it`, id);
      }
      seen.add(id);
    }
    this._checkTarget(element.id, kind, calledOf(element, this.shape[kind]), place);
    this._add(element, { kind, parent: place.parent, slot: place.slot });
    this._attach(element, place);
  }

  _move({ id, origin, target }) {
    const element = this._find(id);
    this._checkOrigin(id, origin);
    this._checkTarget(id, this.kind(id), this.called(id), target);
    if ([...this.lineage(target.parent)].includes(id)) {
      throw new ConflictError(`${this.called(id)} cannot be moved into itself`, id);
    }
    if (target.after === id) throw new EditError(`${this.called(id)} cannot come after itself`, id);
    this._detach(id);
    this._holders.set(id, { kind: this.kind(id), parent: target.parent, slot: target.slot });
    this._attach(element, target);
  }

  _remove({ place, snapshot }) {
    const [kind, expected] = keptSnapshot(snapshot, this.shape);
    const { id } = expected;
    this._find(id);
    this._checkOrigin(id, place);
    if (kind !== this.kind(id) || !same(this.element(id), expected)) {
      throw new ConflictError(`${this.called(id)} is no longer what was to be removed`, id);
    }
    const below = [...this.walk(id)];
    this._detach(id);
    for (const gone of below) {
      this._elements.delete(gone);
      this._holders.delete(gone);
    }
  }

  _find(id) {
    if (this.has(id)) return this.element(id);
    throw new ConflictError(`there is no element '${id}' in ${this.called(this.root)}`, id);
  }

  _checkOrigin(id, place) {
    if (id === this.root) {
      throw new EditError(`${this.called(id)} is the document itself: it can be neither moved nor removed`, id);
    }
    const { parent, slot, after } = this.place(id);
    if (place.parent !== parent || place.slot !== slot || (place.after ?? null) !== after) {
      throw new ConflictError(`${this.called(id)} is no longer where the edit expects it`, id);
    }
  }

  _checkTarget(id, kind, called, { parent, slot, after = null }) {
    this._find(parent);
    if (this.shape[this.kind(parent)].slots[slot] !== kind) {
      throw new EditError(`'${slot}' of ${this.called(parent)} cannot hold ${called}`, id);
    }
    if (after !== null && !this.children(parent, slot).some((sibling) => sibling.id === after)) {
      throw new ConflictError(`'${after}' is no longer in '${slot}' of ${this.called(parent)}`, id);
    }
  }

  _add(element, holder) {
    this._elements.set(element.id, element);
    this._holders.set(element.id, holder);
    for (const [slot, kind] of Object.entries(this.shape[holder.kind].slots)) {
      for (const child of element[slot] ?? []) this._add(child, { kind, parent: element.id, slot });
    }
  }

  _attach(element, { parent, slot, after = null }) {
    const siblings = this.children(parent, slot);
    const index = after === null ? 0 : siblings.findIndex((sibling) => sibling.id === after) + 1;
    this._replace({ ...this.element(parent), [slot]: siblings.toSpliced(index, 0, element) });
  }

  _detach(id) {
    const { parent, slot } = this._holders.get(id);
    const { [slot]: siblings, ...others } = this.element(parent);
    this._replace(siblings.length > 1 ? { ...others, [slot]: siblings.filter((each) => each.id !== id) } : others);
  }

  /** Another state of one element, told to all that hold it. */
  _replace(element) {
    this._elements.set(element.id, element);
    const { parent, slot } = this._holders.get(element.id);
    if (parent === null) return;
    const siblings = this.children(parent, slot).map((each) => (each.id === element.id ? element : each));
    this._replace({ ...this.element(parent), [slot]: siblings });
  }
}

function* walked(element, kind, shape) {
  yield [kind, element];
  for (const [slot, child] of Object.entries(shape[kind].slots)) {
    for (const each of element[slot] ?? []) yield* walked(each, child, shape);
  }
}

function keptSnapshot(snapshot, shape) {
  const [kind, element] = untagged(snapshot);
  if (!Object.hasOwn(shape, kind) || shape[kind].root) throw new EditError(`'${kind}' is not a kind of element`, "");
  return [kind, keptElement(element, kind, shape)];
}

function keptElement(element, kind, shape) {
  const { fields, slots, word } = shape[kind];
  const { id, ...others } = element ?? {};
  if (!isId(id)) throw new EditError(`'${id}' cannot be the id of a ${word}`, String(id));
  const filled = Object.keys(slots).filter((slot) => Object.hasOwn(others, slot));
  const own = Object.fromEntries(Object.entries(others).filter(([name]) => !Object.hasOwn(slots, name)));
  const found = { id, ...asked(`${word} '${id}'`, id, () => keptFields(fields, own)) };
  for (const slot of filled) {
    if (others[slot].length) found[slot] = others[slot].map((child) => keptElement(child, slots[slot], shape));
  }
  return found;
}

function asked(what, id, read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof ValueError) throw new EditError(`${what}: ${error.message}`, id);
    throw error;
  }
}

const labelOf = (element, { labelField }) => (labelField && element[labelField]) || element.id;
const calledOf = (element, own) => `${own.word} '${labelOf(element, own)}'`;
const told = (value) => (typeof value === "string" ? `'${value}'` : JSON.stringify(value));
