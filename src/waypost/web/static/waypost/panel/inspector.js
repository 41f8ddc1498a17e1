/**
 * A form for any element of any document, made from its shape: what it says first, the rest under "More", its parts
 * below. It writes through the store, so everything can be undone and is seen by the others.
 */
import { h } from "../making.js";
import { insert, set } from "../document/edits.js";
import { ValueError } from "../document/values.js";
import { control, writable } from "./controls.js";

let forms = 0;

/**
 * @param {HTMLElement} host
 * @param {import("../document/store.js").Store} store
 * @param {string | null} id  The element; null: the document.
 * @param {{asking: import("./asking.js").Asking, open?: (id: string) => void, review?: string}} around  `open` goes to a part; `review` is where a map is moved on.
 */
export function mountInspector(host, store, id, around) {
  const inspector = new Inspector(host, store, around);
  inspector.show(id);
  return inspector;
}

export class Inspector {
  constructor(host, store, around) {
    Object.assign(this, { host, store, around, id: null });
    this._stop = store.subscribe((news) => this._heard(news));
  }

  close() {
    this._stop();
    this.host.replaceChildren();
  }

  /** Another element. @param {string | null} id */
  show(id) {
    this.id = id ?? this.store.tree.root;
    this._controls = new Map();
    const { tree } = this.store;
    if (!tree.has(this.id)) return this.host.replaceChildren(h("p", { class: "soft", text: "It is no longer on the map. Undo brings back what you removed." }));
    const shape = tree.shape[tree.kind(this.id)];
    const said = ([name, field]) => name === shape.labelField || field.required || told(tree.value(this.id, name), field);
    const fields = Object.entries(shape.fields).filter(([name, field]) => writable(field) && name !== "lifecycle").sort(([one], [other]) => (other === shape.labelField) - (one === shape.labelField));
    const first = fields.filter(said);
    const more = fields.filter((each) => !said(each));
    const head = h("div", { class: "subject" }, h("p", { class: "word", text: shape.word }), h("h2", { text: tree.label(this.id), tabindex: -1 }));
    const folded = more.length ? h("details", { class: "more", open: first.length < 2 }, h("summary", { text: "More" }), ...more.map((each) => this._field(each))) : null;
    this.host.replaceChildren(head, h("div", { class: "fields" }, ...first.map((each) => this._field(each)), this._lifecycle(shape), folded), ...this._parts(shape));
    if (this.store.readOnly) for (const node of this.host.querySelectorAll("input,textarea,select,.fields button")) node.disabled = true;
  }

  /** Put the keyboard into a field, or where a part is added. @param {string} name @returns {boolean} whether there is such a place */
  reach(name) {
    const row = this.host.querySelector(`[data-field="${name}"]`);
    row?.closest("details")?.setAttribute("open", "");
    const adding = this.host.querySelector(`[data-adds="${name}"]`);
    const control = adding ?? [...(row?.querySelectorAll("input,textarea,select,a") ?? [])].find((node) => !node.disabled);
    control?.focus();
    return control !== undefined;
  }

  /** How far a map has come is said here, and changed where it is reviewed. */
  _lifecycle({ fields: { lifecycle } }) {
    if (!lifecycle || !this.around.review) return null;
    const link = h("a", { href: this.around.review, text: "Review and publishing" });
    const state = h("span", { class: "state", text: this.store.tree.value(this.id, "lifecycle") });
    this._controls.set("lifecycle", { node: link, show: (value) => { state.textContent = value; } });
    return h("div", { class: "field", data: { field: "lifecycle" } }, h("p", { class: "label", text: lifecycle.label }), h("p", {}, state, " · ", link));
  }

  _field([name, field]) {
    const id = `form-${++forms}-${name}`;
    const error = h("p", { class: "error", role: "alert", hidden: true });
    const write = (value) => this._write(name, value, error);
    const kind = this.store.tree.kind(this.id);
    const made = control(field, { id, write, store: this.store, asking: this.around.asking, kind, name });
    this._controls.set(name, made);
    made.show(this.store.tree.value(this.id, name));
    const label = h("label", { for: id, id: `${id}-label`, text: field.label, title: field.help });
    const help = h("p", { class: "help", text: field.help });
    const row = h("div", { class: field.type === "boolean" ? "field ticked" : "field", data: { field: name } }, label, made.node, help, error);
    return row;
  }

  _write(name, value, error) {
    const { store, id } = this;
    try {
      const edits = set(store.tree, id, name, value);
      if (edits.length) store.change(edits, `${store.shape[store.tree.kind(id)].fields[name].label} of ${store.tree.called(id)}`);
      error.hidden = true;
    } catch (refused) {
      if (!(refused instanceof ValueError)) throw refused;
      error.textContent = `This cannot be kept: ${refused.message}.`;
      error.hidden = false;
    }
  }

  /** The parts it holds, each to be opened, and one to be added where its name is all it needs. */
  _parts(shape) {
    const { store, id } = this;
    const slots = Object.entries(shape.slots);
    return slots.map(([slot, kind]) => {
      const child = store.shape[kind];
      const parts = store.tree.children(id, slot);
      const open = (part) => h("li", {}, h("button", { type: "button", class: "link", text: store.tree.label(part.id), on: { click: () => this.around.open?.(part.id) } }));
      const adding = this._adding(slot, kind, child);
      if (!parts.length && !adding) return null;
      return h("section", { class: "parts" }, h("h3", { text: SLOT_WORDS[slot] ?? worded(slot) }), parts.length ? h("ul", {}, ...parts.map(open)) : null, adding);
    }).filter(Boolean);
  }

  _adding(slot, kind, child) {
    const needed = Object.entries(child.fields).filter(([, field]) => field.required).map(([name]) => name);
    const label = child.labelField;
    if (this.store.readOnly || !label || needed.some((name) => name !== label)) return null;
    const invites = `Add ${ADD_WORDS[kind] ?? `${/^[aeiou]/.test(child.word) ? "an" : "a"} ${child.word}`}`;
    const input = h("input", { class: "input", placeholder: invites, "aria-label": invites, dir: "auto", data: { adds: slot } });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !input.value.trim()) return;
      event.preventDefault();
      const { store, id } = this;
      const last = store.tree.children(id, slot).at(-1)?.id ?? null;
      const edits = insert(store.tree, id, slot, last, kind, { [label]: input.value.trim() });
      input.value = "";
      store.change(edits, `Add the ${child.word}`);
      this.show(id);
      this.host.querySelector(`[data-adds="${slot}"]`)?.focus();
    });
    return input;
  }

  _heard({ changed, removed, structure }) {
    if (removed.has(this.id)) return this.show(this.id);
    if (!changed.has(this.id) && !structure) return;
    const { tree } = this.store;
    if (!tree.has(this.id)) return;
    const writing = this.host.contains(document.activeElement) && document.activeElement.matches("input,textarea,select");
    if (structure && !writing) return this.show(this.id);
    const title = this.host.querySelector("h2");
    if (title) title.textContent = tree.label(this.id);
    for (const [name, made] of this._controls) {
      if (!made.node.contains(document.activeElement) || document.activeElement.matches("button,[type=radio],[type=checkbox],[role=combobox]")) made.show(tree.value(this.id, name));
    }
  }
}

const SLOT_WORDS = { pains: "Pain points", posts: "Listening posts", lingering: "Worth lingering", moments: "Moments of truth", physical: "Physical evidence", onstage: "Onstage", backstage: "Backstage", support: "Support processes", notes: "Notes in own lanes" };

const ADD_WORDS = { Lingering: "what is worth lingering at" };

const worded = (slot) => slot[0].toUpperCase() + slot.slice(1);

function told(value, field) {
  const empty = value === null || value === undefined || (Array.isArray(value) && !value.length);
  return !empty && value !== field.default;
}
