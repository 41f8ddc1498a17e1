/**
 * The lines of one kind about a persona: written in place. Enter keeps a line and begins the next, Alt and an arrow moves
 * it, Delete takes it away; each shows what stands behind it.
 *
 * @typedef {{slot: string, name: string, one: string, prompt: string}} Group
 */
import { insert, move, remove, set } from "../document/edits.js";
import { idOf } from "../document/tree.js";
import { arrange } from "../editor/dom.js";
import { h, line as drawn } from "../making.js";
import { attach, behind } from "./behind.js";
import { write } from "./words.js";

const LINK = "M6.6 9.4a2.7 2.7 0 0 0 3.9 0l2.3-2.4a2.7 2.7 0 0 0-3.8-3.8l-.7.7M9.4 6.6a2.7 2.7 0 0 0-3.9 0L3.2 9A2.7 2.7 0 0 0 7 12.8l.7-.7";
const CLOSE = "m4 4 8 8M12 4l-8 8";

export class Lines {
  /** @param {import("./sheet.js").Sheet} sheet @param {Group} group @param {HTMLElement} place */
  constructor(sheet, group, place) {
    Object.assign(this, { sheet, group });
    this._nodes = new Map();
    this._list = h("ul", { class: "told", "aria-label": group.name });
    this._more = h("li", { class: "more" }, h("button", { type: "button", class: "words empty", text: `Add a ${group.one}`, on: { click: () => this._begin(this._last()) } }));
    if (/^[aeiou]/.test(group.one)) this._more.firstChild.textContent = `Add an ${group.one}`;
    this.node = h("section", { class: "group", "aria-labelledby": `group-${group.slot}` }, h("h2", { id: `group-${group.slot}`, text: group.name }), this._list);
    place.append(this.node);
  }

  get _all() {
    return this.sheet.tree.children(this.sheet.tree.root, this.group.slot);
  }

  draw() {
    const lines = this._all;
    const here = new Set(lines.map(({ id }) => id));
    for (const id of this._nodes.keys()) if (!here.has(id)) this._nodes.delete(id);
    arrange(this._list, [...lines.map((line) => this._line(line)), ...(this.sheet.edits ? [this._more] : [])]);
    if (this._draft) this._placeDraft();
    this.node.hidden = !this.sheet.edits && !lines.length;
  }

  _line({ id, text, evidence = [] }) {
    const made = this._nodes.get(id) ?? this._make(id);
    this._nodes.set(id, made);
    made.words.textContent = text;
    made.node.classList.toggle("assumed", !evidence.length);
    made.node.classList.toggle("known", evidence.length > 0);
    made.behind.replaceChildren(...behind(evidence));
    if (this.sheet.edits) made.words.setAttribute("aria-label", `${text}. ${evidence.length ? "Has research behind it" : "Assumed"}. Write`);
    return made.node;
  }

  _make(id) {
    const { edits } = this.sheet;
    const words = h(edits ? "button" : "p", { class: "words", dir: "auto", ...(edits ? { type: "button" } : {}) });
    const under = h("div", { class: "behind" });
    const node = h("li", { class: "line", data: { id } }, words, under);
    if (edits) {
      const small = (name, d, does) => h("button", { type: "button", class: "button quiet small square", title: name, "aria-label": name, on: { click: does } }, drawn(d, { name: "icon" }));
      node.append(h("span", { class: "line-tools" }, small("Evidence", LINK, ({ currentTarget }) => attach(this.sheet, id, currentTarget)), small("Take away", CLOSE, () => this._remove(id))));
      words.addEventListener("click", () => this._write(id));
      words.addEventListener("keydown", (event) => this._key(event, id));
    }
    return { node, words, behind: under };
  }

  _write(id) {
    const { sheet } = this;
    const { words } = this._nodes.get(id);
    const read = () => (sheet.tree.has(id) ? sheet.tree.value(id, "text") : "");
    const keep = (text) => {
      if (!text) this._remove(id);
      else if (sheet.tree.has(id)) sheet.attempt(() => set(sheet.tree, id, "text", text), `Wrote “${text}”`);
    };
    write(sheet, { place: words, read, label: `A ${this.group.one}`, prompt: this.group.prompt, keep, after: ({ entered, text }) => {
      if (entered && text) this._begin(id);
      else if (sheet.tree.has(id) && document.activeElement === document.body) words.focus();
    } });
  }

  /** A line that is not there yet, after another (or as the first). */
  _begin(after) {
    const words = h("span", { class: "words" });
    this._draft = { node: h("li", { class: "line assumed begun" }, words), after };
    this._placeDraft();
    const { node } = this._draft;
    write(this.sheet, { place: words, read: () => "", label: `A new ${this.group.one}`, prompt: this.group.prompt, keep: (text) => {
      if (!text) return;
      this._made = this._add(text, after);
    }, after: ({ entered, text }) => {
      node.remove();
      this._draft = null;
      const made = this._made;
      this._made = null;
      if (entered && text && made) this._begin(made);
      else if (document.activeElement === document.body) this._more.firstChild.focus();
    } });
  }

  _placeDraft() {
    const before = this._nodes.get(this._draft.after)?.node;
    if (before?.isConnected) before.after(this._draft.node);
    else if (this._draft.after) this._more.before(this._draft.node);
    else this._list.prepend(this._draft.node);
  }

  _add(text, after) {
    const { sheet, group } = this;
    const { root } = sheet.tree;
    const there = after && sheet.tree.has(after) ? after : this._last();
    let made = null;
    sheet.attempt(() => {
      const edits = insert(sheet.tree, root, group.slot, there, "Line", { text });
      made = idOf(edits[0]);
      return edits;
    }, `Added “${text}”`);
    return made;
  }

  _last() {
    return this._all.at(-1)?.id ?? null;
  }

  _remove(id) {
    const { sheet } = this;
    if (!sheet.tree.has(id)) return;
    const at = sheet.tree.index(id);
    sheet.attempt(() => remove(sheet.tree, id), `Took away “${sheet.tree.label(id)}”`, { undo: true });
    const next = this._all[at] ?? this._all[at - 1];
    (next ? this._nodes.get(next.id).words : this._more.firstChild).focus();
  }

  _key(event, id) {
    const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.key === "Delete" || event.key === "Backspace") this._remove(id);
    else if (way && event.altKey) this._move(id, way);
    else if (way && !event.ctrlKey && !event.metaKey) this._walk(id, way);
    else return;
    event.preventDefault();
  }

  _move(id, way) {
    const { sheet, group } = this;
    const at = sheet.tree.index(id) + way;
    if (at < 0 || at >= this._all.length) return;
    const others = this._all.filter((line) => line.id !== id);
    sheet.attempt(() => move(sheet.tree, id, sheet.tree.root, group.slot, others[at - 1]?.id ?? null), `Moved to place ${at + 1} of ${others.length + 1}`);
    this._nodes.get(id).words.focus();
  }

  /** The line above or below, across the kinds. */
  _walk(id, way) {
    const all = [...this.sheet.sheet.querySelectorAll(".group .words")];
    all[all.indexOf(this._nodes.get(id).words) + way]?.focus();
  }
}
