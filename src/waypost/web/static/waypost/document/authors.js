/**
 * Who, of the others, changed what last since I opened the document.
 *
 * @typedef {import("./rebase.js").Author} Author
 * @typedef {import("./rebase.js").Conflict} Conflict
 */
import { idOf } from "./tree.js";

export class Authors {
  constructor() {
    /** @type {Map<string, Author>} */
    this._last = new Map();
  }

  /**
   * @param {import("./tree.js").Edit[]} edits
   * @param {Author | null} author
   * @param {import("./tree.js").Tree} before
   * @param {import("./tree.js").Tree} after
   */
  note(edits, author, before, after) {
    if (!author) return;
    for (const edit of edits) {
      const id = idOf(edit);
      if (edit.edit === "set") this._last.set(`${id} ${edit.field}`, author);
      for (const tree of [before, after]) for (const each of tree.lineage(id)) this._last.set(each, author);
      if (edit.edit === "remove" && before.has(id)) for (const gone of before.walk(id)) this._last.set(gone, author);
    }
  }

  /** "Ada Park changed this since", of what stands in the way of an undo. @param {Conflict[]} conflicts */
  since(conflicts) {
    const [{ element, field }] = conflicts;
    const author = this._last.get(`${element} ${field}`) ?? this._last.get(element);
    return `${author?.name ?? "Somebody"} changed this since`;
  }
}
