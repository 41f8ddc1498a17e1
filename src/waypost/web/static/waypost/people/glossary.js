/** The page of a glossary: words, meanings and other spellings, written in place, and where each word is used. */
import { insert, remove, set } from "../document/edits.js";
import { arrange } from "../editor/dom.js";
import { h, line as drawn } from "../making.js";
import { given, opened } from "./opened.js";
import { Sheet } from "./sheet.js";
import { write } from "./words.js";

const CLOSE = "m4 4 8 8M12 4l-8 8";
const MANY = 8;
const place = (id) => document.getElementById(id);

/** @param {import("../document/store.js").Store} store */
function begin(store) {
  const sheet = new Sheet(place("editor"), store, given.edits);
  const terms = sheet.add(new Terms(sheet, place("terms")));
  sheet.begin();
  place("term-find").addEventListener("input", () => terms.draw());
  place("new-term").addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const [term, meaning] = [form.term.value.trim(), form.meaning.value.trim()];
    if (!term || !meaning) return;
    const last = store.tree.children(store.tree.root, "terms").at(-1)?.id ?? null;
    if (!sheet.attempt(() => insert(store.tree, store.tree.root, "terms", last, "Term", { term, meaning }), `Added “${term}”`)) return;
    form.reset();
    form.term.focus();
  });
  followUses(store, (uses) => terms.used(uses));
}

class Terms {
  /** @param {Sheet} sheet @param {HTMLElement} place */
  constructor(sheet, place) {
    Object.assign(this, { sheet, place });
    this._nodes = new Map();
    this._uses = {};
    this._list = h("ul", { class: "terms", "aria-label": "Words" });
    this._none = h("p", { class: "soft none" });
  }

  get _all() {
    return this.sheet.tree.children(this.sheet.tree.root, "terms");
  }

  draw() {
    const all = this._all.toSorted((one, other) => one.term.localeCompare(other.term));
    place("find-term").hidden = all.length < MANY;
    const wanted = place("term-find").value.trim().toLowerCase();
    const shown = all.filter(({ term, meaning, also = [] }) => [term, meaning, ...also].some((words) => words.toLowerCase().includes(wanted)));
    arrange(this._list, shown.map((term) => this._term(term)));
    this._none.textContent = all.length ? "No word is like that." : "No words yet. Begin with one that newcomers ask about.";
    arrange(this.place, shown.length ? [this._list] : [this._none]);
  }

  /** @param {Object<string, {n: number, shown: {before: string, word: string, after: string, where: string, href: string}[]}>} uses */
  used(uses) {
    this._uses = uses;
    for (const [id, { uses: place }] of this._nodes) this._drawUses(id, place);
  }

  _term({ id, term, meaning, also = [] }) {
    const made = this._nodes.get(id) ?? this._make(id);
    this._nodes.set(id, made);
    const fill = (node, text, empty, label) => {
      node.textContent = text || empty;
      node.classList.toggle("empty", !text);
      if (this.sheet.edits) node.setAttribute("aria-label", `${label}: ${text || "none"}. Write`);
    };
    fill(made.term, term, "", "Word");
    fill(made.meaning, meaning, "", `What ${term} means`);
    fill(made.also, also.length ? `also ${also.join(", ")}` : "", this.sheet.edits ? "Other spellings" : "", `Other spellings of ${term}`);
    made.also.hidden = !this.sheet.edits && !also.length;
    return made.node;
  }

  _make(id) {
    const { edits } = this.sheet;
    const words = (name) => h(edits ? "button" : "p", { class: `words ${name}`, dir: "auto", ...(edits ? { type: "button" } : {}) });
    const made = { term: words("term"), meaning: words("meaning"), also: words("also"), uses: h("div", { class: "uses" }) };
    const away = edits && h("button", { type: "button", class: "button quiet small square away", title: "Take away", "aria-label": "Take the word away", on: { click: () => this._remove(id) } }, drawn(CLOSE, { name: "icon" }));
    made.node = h("li", { data: { id } }, h("div", { class: "head" }, made.term, made.also), h("div", { class: "body" }, made.meaning, made.uses), away);
    this._drawUses(id, made.uses);
    if (!edits) return made;
    const value = (field) => (this.sheet.tree.has(id) ? this.sheet.tree.value(id, field) : "");
    const writes = (node, label, read, keep) => node.addEventListener("click", () => write(this.sheet, { place: node, read, label, keep, after: ({ entered }) => { if (entered) node.focus(); } }));
    const put = (field, wanted, label) => this.sheet.tree.has(id) && this.sheet.attempt(() => set(this.sheet.tree, id, field, wanted), label);
    const needed = (field, name) => (text) => (text ? put(field, text, `${name}: ${text}`) : this.sheet.refuse(`${name}: it cannot be empty`));
    writes(made.term, "The word", () => value("term"), needed("term", "The word"));
    writes(made.meaning, "What it means here", () => value("meaning"), needed("meaning", "The meaning"));
    writes(made.also, "Other spellings, with commas between them", () => (value("also") || []).join(", "), (text) => put("also", text.split(/[,\n]/).map((one) => one.trim()).filter(Boolean), "Other spellings"));
    return made;
  }

  _drawUses(id, place) {
    const { n, shown } = this._uses[id] ?? { n: 0, shown: [] };
    if (!n) {
      place.replaceChildren(h("small", { class: "faint", text: this._uses[id] ? "used nowhere yet" : "" }));
      return;
    }
    const open = place.querySelector("details")?.open ?? false;
    const use = ({ before, word, after, where, href }) => h("li", {}, h(href ? "a" : "span", { dir: "auto", ...(href ? { href } : {}) }, before, h("mark", { text: word }), after), h("small", { dir: "auto", text: where }));
    const more = n > shown.length ? h("li", {}, h("small", { text: `and ${n - shown.length} more` })) : null;
    place.replaceChildren(h("details", { open }, h("summary", { text: n === 1 ? "used in 1 place" : `used in ${n} places` }), h("ul", {}, ...shown.map(use), more)));
  }

  _remove(id) {
    const { sheet } = this;
    if (sheet.tree.has(id)) sheet.attempt(() => remove(sheet.tree, id), `Took away “${sheet.tree.label(id)}”`, { undo: true });
    (this._list.querySelector("button") ?? place("new-word")).focus();
  }
}

/** Where words are used is the server's to say: asked at first, and when a change of a word is kept. */
function followUses(store, tell) {
  let asked = null;
  const ask = async () => {
    const spelt = JSON.stringify(store.tree.children(store.tree.root, "terms").map(({ id, term, also }) => [id, term, also]));
    if (spelt === asked || store.waiting) return;
    asked = spelt;
    const response = await fetch(given.uses).catch(() => null);
    if (response?.ok) tell((await response.json()).uses);
  };
  store.subscribe(ask);
  void ask();
}

try {
  begin(await opened());
} catch (error) {
  place("terms").replaceChildren(h("p", { class: "opening", text: "The glossary could not be opened. Check your connection, then load this page again." }));
  throw error;
}
