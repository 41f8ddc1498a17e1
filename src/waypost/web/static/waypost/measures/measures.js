/**
 * What customers did, as lanes of the map: for everyone, a segment or a period, beside another group. The choice stands
 * above the sheet; a figure opens what stands behind it.
 */
import { h } from "../making.js";
import { close, showBehind } from "./behind.js";
import { drawn } from "./drawing.js";

/**
 * @typedef {object} Hooks
 * @property {HTMLElement} place  Where the choice goes.
 * @property {string} address  Of the journey: `/w/acme/journeys/buying`.
 * @property {() => string[]} steps  The ids of the steps, in order.
 * @property {() => string} names  What steps and touchpoints are called, which figures say.
 * @property {(lanes: import("../editor/lanes.js").Lane[], ways: Object<string, Function>) => void} show  Puts lanes on the map.
 * @property {(listener: () => void) => void} whenMeasured  Hears that there are other figures, or other names.
 */

const ANY = "";
const AGAIN = 2000;

export class Measures {
  /** @param {Hooks} hooks */
  constructor(hooks) {
    this.hooks = hooks;
    this.chosen = { segment: ANY, period: ANY, against: ANY };
    this.data = null;
    this.head = h("section", { class: "measured-head", "aria-label": "What customers did", hidden: true });
    hooks.place.append(this.head);
    hooks.whenMeasured(() => void this.load());
    void this.load();
  }

  /** Ask for the figures; while they are being worked out, ask again. */
  async load() {
    const asked = new URLSearchParams(Object.entries(this.chosen).filter(([, value]) => value));
    const answer = await fetch(`${this.hooks.address}/measures?${asked}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.status === 404 && asked.size) {
      this.chosen = { segment: ANY, period: ANY, against: ANY };
      return this.load();
    }
    if (!answer?.ok) return;
    const data = await answer.json();
    if (data.job && data.job.state !== "failed") {
      clearTimeout(this._again);
      this._again = setTimeout(() => void this.load(), AGAIN);
    }
    if (!data.measured) {
      this._notYet(data.job);
      return;
    }
    const seen = JSON.stringify([data.at, asked.toString(), Boolean(data.job), this.hooks.names()]);
    if (seen === this._seen) return;
    if (this._asked !== asked.toString()) close(); // what is read of the same group stays, also when it is renewed
    Object.assign(this, { data, _seen: seen, _asked: asked.toString() });
    this._choice();
    this.hooks.show(data.lanes.map((lane) => this._lane(lane)), Object.fromEntries(data.lanes.map((lane) => [`measured-${lane.id}`, this._way(lane)])));
  }

  /** Nothing is measured, or nothing any more: say whether it is now. @param {any} job */
  _notYet(job) {
    if (this.data) {
      Object.assign(this, { data: null, _seen: null });
      delete this.head.dataset.words;
      close();
      this.hooks.show([], {});
    }
    this.head.hidden = !job;
    if (!job) return;
    const failed = job.state === "failed";
    const words = failed ? `It could not be measured. ${job.saying}` : "Being measured … The figures come by themselves.";
    if (this.head.dataset.words === words) return;
    this.head.dataset.words = words;
    this.head.replaceChildren(h("h2", { text: "What customers did" }), h("p", { class: failed ? "hurts small" : "pill", role: "status", text: words }));
  }

  _choice() {
    const { segments = [], periods = [], segment, period } = this.data;
    const others = [
      ...segments.filter(({ id }) => id !== segment).map(({ id, name }) => [`${id}@${period}`, name]),
      ...periods.filter((one) => one !== period).map((one) => [`${segment}@${one}`, `in ${one}`]),
    ];
    const focused = document.activeElement?.dataset?.pick;
    this.head.replaceChildren(
      h("h2", { text: "What customers did" }),
      ...[
        segments.length > 1 && this._pick("segment", "Who", segments.map(({ id, name }) => [id, name])),
        periods.length && this._pick("period", "Begun", [[ANY, "at all times"], ...periods.map((one) => [one, `in ${one}`])]),
        others.length && this._pick("against", "Beside", [[ANY, "nothing else"], ...others]),
      ].filter(Boolean),
      h("small", { class: "faint", text: this.data.from }),
      this._working(this.data.job),
    );
    this.head.hidden = false;
    if (focused) this.head.querySelector(`[data-pick="${focused}"]`)?.focus();
  }

  /** @param {any} job */
  _working(job) {
    if (!job) return "";
    if (job.state === "failed") return h("small", { class: "hurts", text: `It could not be measured anew. ${job.saying}` });
    return h("small", { class: "pill", role: "status", text: "Being measured …" });
  }

  _pick(name, words, pairs) {
    const select = h("select", { class: "input small", data: { pick: name } }, ...pairs.map(([value, text]) => h("option", { value, text })));
    select.value = this.chosen[name];
    select.addEventListener("change", () => {
      this.chosen[name] = select.value;
      void this.load();
    });
    return h("label", { class: "pick" }, words, select);
  }

  /** A lane of the map; what is said of several steps together stands once over all of them. */
  _lane(lane) {
    const steps = this.hooks.steps();
    const found = new Map();
    for (const cell of lane.cells) {
      const first = steps.indexOf(cell.step);
      for (const step of first < 0 ? [] : steps.slice(first, first + cell.span)) found.set(step, { step: cell.step, items: cell.items });
    }
    const read = ({ id }, kind) => (kind === "Step" && found.has(id)
      ? found.get(id).items.map((item, place) => ({ ...item, key: `${lane.id}.${place}`, id, step: found.get(id).step }))
      : []);
    return { id: `measured-${lane.id}`, name: lane.name, hint: lane.hint, group: "measured", word: "figure", read, joins: (step) => found.get(step)?.step ?? null };
  }

  _way(lane) {
    return (items) => items.map((item) => {
      const node = drawn(item, (told, from) => this._ask(lane, item, told, from));
      node.classList.add("item");
      node.tabIndex = -1;
      Object.assign(node.dataset, { item: item.key, id: item.id });
      return node;
    });
  }

  _ask(lane, item, told, from) {
    const address = `${this.hooks.address}/figures/${lane.id}/${encodeURIComponent(item.step)}`;
    void showBehind(from, told, address, { segment: this.data.segment, period: this.data.period });
  }
}
