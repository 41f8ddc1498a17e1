// Small forms for signals and outcomes: what one fills in is read back as a sentence, and kept as an edit.

import { h } from "../making.js";
import { quoted } from "./rules.js";

const token = () => Math.random().toString(36).slice(2, 7);
const given = (form, name) => form.elements[name]?.value.trim() ?? "";
const shown = (form, name) => form.elements[name]?.selectedOptions?.[0]?.textContent ?? "";

const SIGNALS = {
  skipped: () => [{ skipped: true }, "is skipped"],
  repeated: (form) => [{ repeated: Number(given(form, "times")) }, `happens ${given(form, "times")} times`],
  slower_than: (form) => [{ slower_than: given(form, "duration") }, `is followed by nothing for ${given(form, "duration")}`],
  overdue_after: (form) => [
    { overdue_after: { step: given(form, "step"), duration: given(form, "duration") } },
    `has not happened ${given(form, "duration")} after “${shown(form, "step")}”`,
  ],
  overdue: (form) => [{ overdue: given(form, "deadline") }, `is later than ${given(form, "deadline")}`],
  scored_below: (form) => [{ scored_below: Number(given(form, "score")) }, `is scored below ${given(form, "score")}`],
};

const OUTCOMES = {
  reached: (form) => [{ reached: given(form, "step") }, `comes to “${shown(form, "step")}”`],
  when: (form) => [{ when: `event = ${quoted(given(form, "event"))}` }, `does “${given(form, "event")}”`],
  silent_for: (form) => [{ silent_for: given(form, "silent") }, `is not seen for ${given(form, "silent")}`],
  score: (form) => [
    { score: given(form, "touchpoint"), below: Number(given(form, "below")), kind: "score" },
    `scores ${shown(form, "touchpoint")} below ${given(form, "below")}`,
  ],
};

function options(select, pairs) {
  select.replaceChildren(...pairs.map(([value, words]) => new Option(words, value)));
}

/** The fields of the rule that is picked, and the sentence it makes. */
function settle(form, sentence) {
  const rule = given(form, "rule");
  for (const field of form.querySelectorAll("[data-for]")) field.hidden = !field.dataset.for.split(" ").includes(rule);
  form.querySelector("[data-sentence]").textContent = sentence(form);
}

function signalOf(form) {
  const [rule, words] = SIGNALS[given(form, "rule")](form);
  return { rule, sentence: `${shown(form, "touchpoint")} ${words}` };
}

function outcomeOf(form) {
  const [rule, words] = OUTCOMES[given(form, "rule")](form);
  const within = given(form, "rule") === "silent_for" ? "" : given(form, "within");
  const sentence = `${words[0].toUpperCase()}${words.slice(1)}${within ? ` within ${within}` : ""}`;
  const wanted = given(form, "wanted") === "yes" ? { wanted: true } : {};
  return { rule: { kind: given(form, "kind"), ...rule, ...(within ? { within } : {}), ...wanted }, sentence };
}

/** What is kept so far, with a button that removes it. */
function list(place, items, remove) {
  place.replaceChildren(...items.map((item) => {
    const button = h("button", { type: "button", class: "button quiet small", text: "Remove", "aria-label": `Remove ${item.name}`, on: { click: () => remove(item) } });
    return h("li", {}, h("span", { class: "what", text: item.name }), button);
  }));
}

/** Elements in a slot of a parent: shown, added, removed; each change can be taken back. */
class Slot {
  constructor(kind, slot, changing, redraw) {
    Object.assign(this, { kind, slot, changing, redraw });
  }

  async add(parent, items, element) {
    const at = { parent, slot: this.slot, after: items.at(-1)?.id ?? null };
    const kept = { [this.kind]: element };
    items.push(element);
    const ok = await this.changing.make(
      [{ edit: "insert", place: at, element: kept }], [{ edit: "remove", place: at, snapshot: kept }],
      () => { items.splice(items.indexOf(element), 1); this.redraw(); }, `Added ${element.name}`,
    );
    if (!ok) items.splice(items.indexOf(element), 1);
    this.redraw();
    return ok;
  }

  async remove(parent, items, element) {
    const place = items.indexOf(element);
    const at = { parent, slot: this.slot, after: items[place - 1]?.id ?? null };
    const kept = { [this.kind]: element };
    const ok = await this.changing.make(
      [{ edit: "remove", place: at, snapshot: kept }], [{ edit: "insert", place: at, element: kept }],
      () => { items.splice(place, 0, element); this.redraw(); }, `Removed ${element.name}`,
    );
    if (ok) items.splice(place, 1);
    this.redraw();
  }
}

/**
 * @param {{id: string, touchpoints: object[], steps: object[], outcomes: object[]}} bound
 * @param {import("./changing.js").Changing} changing
 * @param {string[]} events
 */
export function watchingForms(bound, changing, events) {
  const signals = document.querySelector("[data-signal-form]");
  const outcomes = document.querySelector("[data-outcome-form]");
  const named = (one) => [one.id, one.name];
  for (const select of document.querySelectorAll("[data-options]")) {
    const what = select.dataset.options;
    options(select, what === "events" ? events.map((event) => [event, event]) : bound[what].map(named));
  }
  const redraw = () => {
    const flat = bound.touchpoints.flatMap((one) => one.signals.map((signal) => ({ one, signal, name: signal.name.startsWith(one.name) ? signal.name : `${one.name}: ${signal.name}` })));
    list(document.querySelector("[data-signals]"), flat, ({ one, signal }) => signalSlot.remove(one.id, one.signals, signal));
    document.querySelector("[data-signal-count]").textContent = flat.length || "";
    document.querySelector("[data-outcome-count]").textContent = bound.outcomes.length || "";
    list(document.querySelector("[data-outcomes]"), bound.outcomes, (outcome) => outcomeSlot.remove(bound.id, bound.outcomes, outcome));
  };
  const signalSlot = new Slot("Signal", "signals", changing, redraw);
  const outcomeSlot = new Slot("Outcome", "outcomes", changing, redraw);
  const follow = (form, sentence) => {
    form.addEventListener("input", () => settle(form, sentence));
    settle(form, sentence);
  };
  follow(signals, (form) => `${signalOf(form).sentence}.`);
  follow(outcomes, (form) => `${outcomeOf(form).sentence}.`);
  signals.addEventListener("submit", (event) => {
    event.preventDefault();
    const { rule, sentence } = signalOf(signals);
    const at = bound.touchpoints.find((one) => one.id === given(signals, "touchpoint"));
    const words = sentence.slice(at.name.length + 1);
    signalSlot.add(at.id, at.signals, { id: `signal-${token()}`, name: `${words[0].toUpperCase()}${words.slice(1)}`, ...rule });
  });
  outcomes.addEventListener("submit", (event) => {
    event.preventDefault();
    const { rule, sentence } = outcomeOf(outcomes);
    outcomeSlot.add(bound.id, bound.outcomes, { id: `outcome-${token()}`, name: sentence, ...rule });
  });
  redraw();
}
