/** How a persona buys: the four buyer dimensions, phase by phase of one journey. */
import { insert, remove, set } from "../document/edits.js";
import { h } from "../making.js";
import { given } from "./opened.js";
import { write } from "./words.js";

const FOUR = [
  ["participation", "Takes part", "How do they take part?"],
  ["information", "Needs to know", "What do they need to know? A line each"],
  ["activities", "Does", "What do they do to find out? A line each"],
  ["content", "Prefers", "Which content do they prefer? A line each"],
];

export class Dimensions {
  /** @param {import("./sheet.js").Sheet} sheet @param {HTMLElement} place */
  constructor(sheet, place) {
    Object.assign(this, { sheet, place });
    const journeys = [...new Set(given.phases.map(({ journey }) => journey))];
    this._journey = journeys[0];
    this._rows = h("div", { class: "phases" });
    const choose = h("select", { class: "input small", "aria-label": "On which journey" }, ...journeys.map((name) => h("option", { value: name, text: name })));
    choose.addEventListener("change", () => {
      this._journey = choose.value;
      this._cells = this._build();
      this.draw();
    });
    if (!journeys.length) place.append(h("p", { class: "faint", text: "There is no journey with phases yet." }));
    if (journeys.length > 1) place.append(choose);
    place.append(this._rows);
    this._cells = this._build();
  }

  _build() {
    const cells = [];
    const own = given.phases.filter(({ journey }) => journey === this._journey);
    const heads = h("div", { class: "phase heads", "aria-hidden": "true" }, h("span"), ...FOUR.map(([, label]) => h("small", { text: label })));
    this._rows.replaceChildren(...(own.length ? [heads] : []), ...own.map(({ id, name }) => {
      const node = h("div", { class: "phase" }, h("h3", { dir: "auto", text: name }));
      for (const [field, label, prompt] of FOUR) {
        const words = h(this.sheet.edits ? "button" : "p", { class: "words", dir: "auto", ...(this.sheet.edits ? { type: "button" } : {}) });
        const cell = { phase: id, name, field, label, prompt, words };
        if (this.sheet.edits) words.addEventListener("click", () => this._write(cell));
        node.append(h("div", { class: "dimension" }, h("small", { text: label }), words));
        cells.push(cell);
      }
      return node;
    }));
    return cells;
  }

  draw() {
    for (const cell of this._cells) {
      const text = this._read(cell);
      cell.words.textContent = text || (this.sheet.edits ? "Write" : "–");
      cell.words.classList.toggle("empty", !text);
      if (this.sheet.edits) cell.words.setAttribute("aria-label", `${cell.name}, ${cell.label.toLowerCase()}: ${text || "not written yet"}. Write`);
      const own = this._of(cell.phase);
      if (own) cell.words.closest(".phase").dataset.id = own.id;
      else delete cell.words.closest(".phase").dataset.id;
    }
  }

  _of(phase) {
    return this.sheet.tree.children(this.sheet.tree.root, "dimensions").find((one) => one.phase === phase);
  }

  _read({ phase, field }) {
    const own = this._of(phase);
    if (!own) return "";
    const value = this.sheet.tree.value(own.id, field);
    return Array.isArray(value) ? value.join("\n") : (value ?? "");
  }

  _write(cell) {
    write(this.sheet, { place: cell.words, read: () => this._read(cell), label: `${cell.name}, ${cell.label.toLowerCase()}`, prompt: cell.prompt, keep: (text) => this._keep(cell, text), after: ({ entered }) => { if (entered) cell.words.focus(); } });
  }

  _keep({ phase, name, field }, text) {
    const { sheet } = this;
    const own = this._of(phase);
    const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
    const value = field === "participation" ? text || null : lines;
    sheet.attempt(() => {
      const { root } = sheet.tree;
      if (!own) return insert(sheet.tree, root, "dimensions", sheet.tree.children(root, "dimensions").at(-1)?.id ?? null, "BuyerDimension", { phase, [field]: value });
      const others = FOUR.some(([other]) => other !== field && Object.hasOwn(own, other));
      return text || others ? set(sheet.tree, own.id, field, value) : remove(sheet.tree, own.id);
    }, `How they buy in “${name}”`);
  }
}
