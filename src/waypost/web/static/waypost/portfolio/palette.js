/**
 * `Ctrl K` on any page of a workspace: a palette that finds things and goes to rooms. Its element is put into the page
 * when it is asked for the first time; nothing is loaded before.
 *
 * @typedef {{label: string, word: string, where: string, href: string}} Found
 */
import { h } from "../making.js";

const PAUSE = 90;

class Palette extends HTMLElement {
  connectedCallback() {
    if (this._dialog) return;
    this._home = this.getAttribute("home");
    this._dialog = h("dialog", { class: "dialog palette", "aria-label": "Find or go to" });
    this._field = h("input", { class: "palette-field", type: "search", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", "aria-label": "Find or go to", "aria-autocomplete": "list", placeholder: "Find or go to …", autocomplete: "off", maxlength: "200" });
    this._list = h("div", { class: "palette-list", id: "palette-list", role: "listbox", "aria-label": "Found" });
    this._said = h("p", { class: "palette-none soft", role: "status" });
    this._dialog.append(this._field, this._list, this._said);
    this.append(this._dialog);
    this._field.addEventListener("input", () => { clearTimeout(this._timer); this._timer = setTimeout(() => void this._look(), PAUSE); });
    this._field.addEventListener("keydown", (event) => this._key(event));
    this._dialog.addEventListener("close", () => { this._back?.focus(); });
  }

  /** Show it, empty. */
  open() {
    if (this._dialog.open) return this._dialog.close();
    this._back = document.activeElement;
    this._field.value = "";
    this._rooms();
    this._dialog.showModal();
    this._field.focus();
  }

  _rooms() {
    const rooms = [...document.querySelectorAll(".bar nav a, .bar .bell")].map((link) => ({ label: link.getAttribute("aria-label") ?? link.textContent.trim(), word: "", where: "", href: link.getAttribute("href") }));
    this._draw([{ name: "Go to", found: rooms }], "");
  }

  async _look() {
    const asked = this._field.value.trim();
    if (!asked) return this._rooms();
    this._asking?.abort();
    this._asking = new AbortController();
    try {
      const answer = await fetch(`${this._home}search?q=${encodeURIComponent(asked)}`, { headers: { Accept: "application/json" }, signal: this._asking.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const { groups } = await answer.json();
      this._draw(groups.map(({ name, found }) => ({ name, found: found.slice(0, 5) })), groups.length ? "" : `Nothing has “${asked}” in it.`);
    } catch (error) {
      if (error.name !== "AbortError") this._draw([], "The search did not answer. Try once more.");
    }
  }

  /** @param {{name: string, found: Found[]}[]} groups @param {string} said */
  _draw(groups, said) {
    this._said.textContent = said;
    let number = 0;
    this._list.replaceChildren(...groups.map(({ name, found }) => {
      const title = `palette-group-${number}`;
      return h("div", { role: "group", "aria-labelledby": title }, h("p", { class: "palette-group", id: title, text: name }), ...found.map((one) => {
        const row = h("a", { role: "option", id: `palette-${number += 1}`, href: one.href, tabindex: "-1", "aria-selected": "false" }, h("span", { dir: "auto", text: one.label }), h("small", { dir: "auto", text: [one.where, one.word].filter(Boolean).join(" · ") }));
        row.addEventListener("pointermove", () => this._mark(row));
        row.addEventListener("click", () => this._dialog.close());
        return row;
      }));
    }));
    this._mark(this._list.querySelector("[role=option]"));
  }

  _mark(row) {
    for (const one of this._list.querySelectorAll("[aria-selected=true]")) one.setAttribute("aria-selected", "false");
    row?.setAttribute("aria-selected", "true");
    if (row) this._field.setAttribute("aria-activedescendant", row.id);
    else this._field.removeAttribute("aria-activedescendant");
  }

  _key(event) {
    const rows = [...this._list.querySelectorAll("[role=option]")];
    const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = rows[(at + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length];
      this._mark(next);
      next?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      rows[at]?.click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this._dialog.close();
    }
    event.stopPropagation();
  }
}

customElements.define("waypost-palette", Palette);

/** Open the palette of the workspace whose address is `home`. @param {string} home */
export function openPalette(home) {
  let palette = document.querySelector("waypost-palette");
  if (!palette) {
    palette = h("waypost-palette", { home });
    document.body.append(palette);
  }
  palette.open();
}
