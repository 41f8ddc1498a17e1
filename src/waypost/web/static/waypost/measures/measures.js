// The measured rows below the map: what customers did, for a segment and a period, beside another.

import { close, showBehind } from "./behind.js";
import { drawn } from "./drawing.js";

/**
 * @typedef {object} Hooks
 * @property {HTMLElement} host the rows are put at its end; beside the sheet, not in it
 * @property {string} address of the journey: `/w/acme/journeys/buying`
 * @property {() => (string|null)[]} columns the steps by column; null where a phase has none
 * @property {(listener: () => void) => void} whenDrawn hears when columns may have changed
 * @property {(listener: (news: any) => void) => void} whenMeasured hears of `measures` events
 */

const ANY = "";

function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** @param {Hooks} hooks */
export function mountMeasures(hooks) {
  return new MeasuredRows(hooks);
}

class MeasuredRows {
  constructor(hooks) {
    this.hooks = hooks;
    this.chosen = { segment: ANY, period: ANY, against: null };
    this.data = null;
    this.place = element("section", "sheet measured");
    this.place.setAttribute("aria-label", "What customers did");
    this.place.hidden = true;
    hooks.host.append(this.place);
    hooks.whenDrawn(() => this.draw());
    hooks.whenMeasured(() => this.load());
    this.load();
  }

  /** Ask for the figures; while they are being worked out, ask again. */
  async load() {
    const asked = new URLSearchParams();
    for (const [name, value] of Object.entries(this.chosen)) if (value) asked.set(name, value);
    const answer = await fetch(`${this.hooks.address}/measures?${asked}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.status === 404 && (this.chosen.segment || this.chosen.period)) {
      this.chosen = { segment: ANY, period: ANY, against: null };
      this.load();
      return;
    }
    if (!answer?.ok) return;
    this.data = await answer.json();
    if (this.data.job && this.data.job.state !== "failed") {
      clearTimeout(this.again);
      this.again = setTimeout(() => this.load(), 2000);
    }
    if (!this.data.measured) return;
    if (this.seen !== this.data.at + answer.url) close();
    this.seen = this.data.at + answer.url;
    this.drawnFor = null;
    this.draw();
  }

  draw() {
    if (!this.data) return;
    const columns = this.hooks.columns();
    const key = columns.join("|");
    if (this.drawnFor === key) return;
    this.drawnFor = key;
    this.place.hidden = !this.data.measured;
    this.place.style.setProperty("--columns", String(Math.max(1, columns.length)));
    const focused = document.activeElement?.closest?.("[data-pick]")?.dataset.pick;
    this.place.replaceChildren(this.#head(), ...this.data.lanes.map((lane) => this.#lane(lane, columns)));
    if (focused) this.place.querySelector(`[data-pick="${focused}"]`)?.focus();
  }

  #head() {
    const head = element("div", "measured-head");
    head.append(element("h2", "", "What customers did"));
    const { segments = [], periods = [] } = this.data;
    if (segments.length > 1) head.append(this.#pick("segment", "Who", segments.map(({ id, name }) => [id, name])));
    if (periods.length) head.append(this.#pick("period", "Begun", [[ANY, "at all times"], ...periods.map((one) => [one, `in ${one}`])]));
    const others = [
      ...segments.filter(({ id }) => id !== this.data.segment).map(({ id, name }) => [`${id}@${this.data.period}`, name]),
      ...periods.filter((one) => one !== this.data.period).map((one) => [`${this.data.segment}@${one}`, `in ${one}`]),
    ];
    if (others.length) head.append(this.#pick("against", "Beside", [[ANY, "nothing else"], ...others]));
    head.append(element("small", "faint", this.data.from));
    if (this.data.job) head.append(element("small", "pill", "Being measured"));
    return head;
  }

  #pick(name, words, pairs) {
    const label = element("label", "pick", `${words} `);
    const select = element("select", "input small");
    select.dataset.pick = name;
    for (const [value, text] of pairs) select.append(new Option(text, value));
    select.value = this.chosen[name] ?? ANY;
    select.addEventListener("change", () => { this.chosen[name] = select.value; this.load(); });
    label.append(select);
    return label;
  }

  #lane(lane, columns) {
    const row = element("div", `row lane lane-${lane.id}`);
    const label = element("div", "label");
    label.append(element("b", "", lane.name), element("span", "", lane.hint));
    row.append(label);
    const cells = new Map(lane.cells.map((cell) => [cell.step, cell]));
    for (let column = 0; column < columns.length; column += 1) {
      const cell = cells.get(columns[column]);
      const span = Math.min(cell?.span ?? 1, columns.length - column);
      const box = element("div", "cell");
      box.style.setProperty("grid-column", `span ${span}`);
      for (const item of cell?.items ?? []) box.append(drawn(item, (told, from) => this.#ask(lane, cell, told, from)));
      row.append(box);
      column += span - 1;
    }
    return row;
  }

  #ask(lane, cell, told, from) {
    const address = `${this.hooks.address}/figures/${lane.id}/${encodeURIComponent(cell.step)}`;
    showBehind(from, told, address, { segment: this.data.segment, period: this.data.period });
  }
}
