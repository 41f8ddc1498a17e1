/** The place where one writes a comment; after an @ it offers names. */
import { h } from "../making.js";

const MOST = 6;
let number = 0;

/**
 * @param {object} parts
 * @param {string} parts.label @param {string} parts.verb @param {string} [parts.text]
 * @param {import("./comments.js").Person[]} parts.people
 * @param {(text: string) => Promise<string>} parts.say  Answers what was wrong, or nothing.
 * @param {() => void} [parts.leave]
 */
export function sayForm({ label, verb, text = "", people, say, leave }) {
  const id = `say-${number += 1}`;
  const field = h("textarea", { id, rows: "2", maxlength: "4000", dir: "auto", placeholder: "Write, @ names somebody", "aria-label": label });
  field.value = text;
  const error = h("p", { class: "error", role: "alert", hidden: "" });
  const send = h("button", { class: "button small", text: verb });
  const buttons = [send];
  if (leave) {
    const stop = h("button", { type: "button", class: "button quiet small", text: "Cancel" });
    stop.addEventListener("click", leave);
    buttons.push(stop);
  }
  const form = h("form", { class: "say" }, field, error, h("div", { class: "actions" }, h("div", { class: "actions" }, ...buttons)));
  const picker = new Picker(field, people, id);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    picker.close();
    if (!field.value.trim()) return field.focus();
    send.disabled = true;
    const wrong = await say(field.value);
    send.disabled = false;
    error.hidden = !wrong;
    error.textContent = wrong;
    if (wrong) field.focus();
    else field.value = "";
  });
  field.addEventListener("keydown", (event) => {
    if (picker.keyed(event)) return;
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) form.requestSubmit();
    if (event.key === "Escape" && leave) { event.stopPropagation(); leave(); }
    if (event.key !== "Escape") event.stopPropagation(); // the map's own keys are not meant here
  });
  return form;
}

/** Names to choose from, below the field. */
class Picker {
  constructor(field, people, id) {
    Object.assign(this, { field, people, id, shown: [], at: 0 });
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("input", () => this._look());
    field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  /** Whether a key was for the list. @param {KeyboardEvent} event */
  keyed(event) {
    if (!this.list) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this._mark(this.at + (event.key === "ArrowDown" ? 1 : -1));
    else if (event.key === "Enter" || event.key === "Tab") this._take(this.shown[this.at]);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  close() {
    this.list?.remove();
    this.list = null;
    this.field.removeAttribute("aria-activedescendant");
  }

  _look() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const asked = before.match(/(?:^|\s)@([^\s@]*(?: [^\s@]+)?)$/);
    const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
    this.shown = asked ? this.people.filter(({ name }) => plain(name).split(" ").some((_, index, words) => words.slice(index).join(" ").startsWith(plain(asked[1])))).slice(0, MOST) : [];
    this.close();
    if (!this.shown.length) return;
    this.start = before.length - asked[1].length;
    this.list = h("ul", { class: "people-list", role: "listbox", id: `${this.id}-people`, "aria-label": "Whom do you mean?" }, ...this.shown.map((one, index) => {
      const row = h("li", { role: "option", id: `${this.id}-person-${index}` }, h("span", { class: `avatar small tone-${one.tone}`, "aria-hidden": "true", text: one.initials }), h("span", { dir: "auto", text: one.name }));
      row.addEventListener("pointerdown", (event) => { event.preventDefault(); this._take(one); });
      return row;
    }));
    this.field.after(this.list);
    this._mark(0);
  }

  _mark(at) {
    this.at = (at + this.shown.length) % this.shown.length;
    [...this.list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === this.at)));
    this.field.setAttribute("aria-activedescendant", `${this.id}-person-${this.at}`);
  }

  _take(person) {
    const { value, selectionStart } = this.field;
    const text = `${person.name} `;
    this.field.value = value.slice(0, this.start) + text + value.slice(selectionStart);
    this.field.setSelectionRange(this.start + text.length, this.start + text.length);
    this.close();
    this.field.focus();
  }
}
