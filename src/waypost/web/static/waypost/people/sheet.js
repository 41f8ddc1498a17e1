/**
 * A page that is one document: what is drawn on it, what is said about it, undo, the others who are here.
 *
 * It has what the map has for those parts of the editor that serve any page: `store`, `edits`, `sheet`, `walking`.
 */
import { EditError } from "../document/tree.js";
import { ValueError } from "../document/values.js";
import { conflictsOf } from "../editor/conflict.js";
import { h, line } from "../making.js";
import { othersOf } from "../editor/others.js";
import { selection } from "../editor/selection.js";
import { statusOf } from "../editor/status.js";
import { isWriting } from "../editor/writing.js";
import { toast } from "../toast.js";

const BACK = "M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M5.5 3.5 2.5 6.5l3 3";
const AGAIN = "M13 6.5H6.5a3.5 3.5 0 0 0 0 7H10M10.5 3.5l3 3-3 3";
const place = (id) => document.getElementById(id);

export class Sheet {
  /** @param {HTMLElement} sheet  Holds everything of the document. @param {import("../document/store.js").Store} store @param {boolean} edits */
  constructor(sheet, store, edits) {
    Object.assign(this, { sheet, store, edits });
    this._parts = [];
    this._drawn = [];
    const of = (id) => sheet.querySelector(`[data-id="${CSS.escape(id)}"]`);
    this.walking = { of, go: (node) => focusable(node)?.focus(), get node() { return document.activeElement?.closest("[data-id]"); } };
  }

  get tree() {
    return this.store.tree;
  }

  /** One more part of the page. @param {{draw: () => void}} part */
  add(part) {
    this._parts.push(part);
    return part;
  }

  /** @param {() => void} listener  Told whenever everything was drawn anew. */
  whenDrawn(listener) {
    this._drawn.push(listener);
  }

  draw() {
    for (const part of this._parts) part.draw();
    for (const listener of this._drawn) listener();
  }

  /** Everything a page like this has: its state, who is here, undo, conflicts. Call it once all parts are added. */
  begin() {
    this.draw();
    const conflicts = conflictsOf(this);
    this.collided = conflicts.collided;
    statusOf(place("status"), this, conflicts.next);
    othersOf(this, place("present"));
    if (this.edits) this._backAndAgain(place("tools"));
    this.sheet.addEventListener("focusin", ({ target }) => selection.select(target.closest("[data-id]")?.dataset.id ?? null));
    this.store.subscribe(({ changed, removed, structure }) => {
      if (changed.size || removed.size || structure) this.draw();
    });
    const wanted = location.hash && this.walking.of(decodeURIComponent(location.hash.slice(1)));
    if (wanted) {
      wanted.scrollIntoView({ block: "center" });
      this.walking.go(wanted);
    }
  }

  say(words) {
    place("said").textContent = words;
  }

  refuse(words) {
    toast(words, { bad: true });
  }

  /**
   * Change the document, or say why it cannot be.
   * @param {() => import("../document/tree.js").Edit[]} make @param {string} label @param {{undo?: boolean}} [how]  `undo` offers the way back.
   * @returns {boolean} whether it was done
   */
  attempt(make, label, { undo = false } = {}) {
    try {
      this.store.change(make(), label);
    } catch (error) {
      if (!(error instanceof EditError || error instanceof ValueError)) throw error;
      this.refuse(`That cannot be: ${error.message}`);
      return false;
    }
    if (undo) toast(label, { action: "Undo", act: () => this._back("undo") });
    else this.say(label);
    return true;
  }

  _back(way) {
    const { done, label, said } = this.store[way]();
    if (done) this.say(`${way === "undo" ? "Took back" : "Did again"}: ${label || "a change"}`);
    else if (said) this.refuse(said);
  }

  _backAndAgain(bar) {
    const button = (name, d, way) => h("button", { type: "button", class: "button quiet small square", title: name, "aria-label": name, on: { click: () => this._back(way) } }, line(d, { name: "icon" }));
    const [undo, redo] = [button("Undo", BACK, "undo"), button("Redo", AGAIN, "redo")];
    bar.append(undo, redo);
    const follow = () => {
      undo.disabled = !this.store.steps.undo;
      redo.disabled = !this.store.steps.redo;
    };
    this.store.subscribe(follow);
    follow();
    document.addEventListener("keydown", (event) => {
      if (isWriting() || event.target.matches("input, textarea, select") || !(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      this._back(key === "y" || event.shiftKey ? "redo" : "undo");
    });
  }
}

const focusable = (node) => (node?.matches("button, [tabindex]") ? node : node?.querySelector("button, [tabindex]"));
