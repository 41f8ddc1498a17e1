// Binding: a touchpoint is chosen on one side, its events are picked on the other, and what that covers is shown at once.

import { h } from "../making.js";
import { Changing, post } from "./changing.js";
import { eventsOf, ruleOf, toggled } from "./rules.js";
import { watchingForms } from "./watching.js";

const root = document.querySelector("[data-binding]");
const bound = JSON.parse(document.getElementById("bound").textContent);
const place = (name) => document.querySelector(`[data-${name}]`);
const undo = place("undo");
const changing = new Changing(root.dataset.changes, (some) => { undo.disabled = !some; });
const rule = place("rule");
const picking = pickingSheet(place("picking"));
place("done").addEventListener("click", () => picking.close());
let kinds = [];
let suggested = {};
let taken = { touchpoints: {}, taken: {}, silent: [], wrong: {} };
let chosen = bound.touchpoints.find((one) => !one.match)?.id ?? bound.touchpoints[0]?.id ?? null;

const touchpoint = (id) => bound.touchpoints.find((one) => one.id === id);
const count = (number) => number.toLocaleString("en-GB");

/** On a telephone the events of the chosen touchpoint rise from below; elsewhere they stand beside. @param {HTMLElement} sheet */
function pickingSheet(sheet) {
  const narrow = matchMedia("(max-width: 760px)");
  const settle = () => { sheet.popover = narrow.matches ? "auto" : null; };
  narrow.addEventListener("change", settle);
  settle();
  return { open: () => { if (narrow.matches) sheet.showPopover(); }, close: () => sheet.hidePopover() };
}

function drawTouchpoints() {
  let step = "";
  const rows = [];
  for (const one of bound.touchpoints) {
    if (one.step !== step) {
      step = one.step;
      rows.push(h("p", { class: "step", role: "presentation" }, `${one.phaseName} · ${one.stepName}`));
    }
    const offered = !one.match && suggested[one.id];
    const said = taken.wrong[one.id] ?? (one.match
      ? `${eventsOf(one.match)?.join(", ") ?? one.match} · ${count(taken.touchpoints[one.id] ?? 0)} events`
      : offered ? `Is it “${offered}”? Press Enter` : "No events yet");
    const silent = one.match && taken.silent.includes(one.id);
    rows.push(h("div", {
      class: `touchpoint${one.match ? " bound" : ""}${silent || taken.wrong[one.id] ? " silent" : ""}`,
      role: "option", id: `t-${one.id}`, "aria-selected": String(one.id === chosen), "data-id": one.id,
    }, h("b", {}, one.name), h("small", {}, silent ? `${said}: this never happens` : said),
    offered ? h("button", { type: "button", class: "button small", "data-accept": one.id, tabindex: "-1" }, "Bind it") : null));
  }
  const list = place("touchpoints");
  list.replaceChildren(...rows);
  if (chosen) list.setAttribute("aria-activedescendant", `t-${chosen}`);
  place("accept-all").hidden = !bound.touchpoints.some((one) => !one.match && suggested[one.id]);
}

function drawEvents() {
  const sought = place("search").value.trim().toLowerCase();
  const mine = eventsOf(touchpoint(chosen)?.match ?? null);
  const byName = new Map();
  for (const kind of kinds) {
    const known = byName.get(kind.event) ?? { ...kind, count: 0 };
    known.count += kind.count;
    byName.set(kind.event, known);
  }
  const shown = [...byName.values()].filter((kind) => kind.event.toLowerCase().includes(sought));
  place("events").replaceChildren(...shown.map((kind) => {
    const by = taken.taken[kind.event] ?? [];
    const names = by.map(([id]) => touchpoint(id)?.name).filter(Boolean).join(", ");
    const isMine = mine ? mine.includes(kind.event) : by.some(([id]) => id === chosen);
    return h("li", {}, h("button", {
      type: "button", class: `event${by.length ? " taken" : ""}`, "aria-pressed": String(isMine), "data-event": kind.event, title: kind.example,
    }, h("span", { class: "name", dir: "auto" }, kind.event),
    h("small", {}, `${count(kind.count)} · ${kind.first} to ${kind.last}`),
    h("small", { class: "by" }, names ? `is ${names}` : "is nothing yet")));
  }));
  if (!shown.length) place("events").replaceChildren(h("li", { class: "soft" }, kinds.length ? "No event is called so." : "There are no events yet. Bring a file first."));
}

function drawRule() {
  const one = touchpoint(chosen);
  rule.hidden = !one;
  if (!one) return;
  for (const name of document.querySelectorAll("[data-rule-name]")) name.textContent = one.name;
  rule.elements.match.value = one.match ?? "";
  place("rule-said").textContent = taken.wrong[one.id] ?? "Written for you as you pick; you may write it yourself.";
}

function draw() { drawTouchpoints(); drawEvents(); drawRule(); }

function drawCoverage() {
  const at = place("coverage");
  at.querySelector("progress").value = taken.events ? taken.mapped / taken.events : 0;
  at.querySelector("p").textContent = covered();
}

/** What of the events is on the map, in a sentence or two. */
function covered() {
  if (!taken.events) return "There are no events yet.";
  const missing = taken.events - taken.mapped;
  if (!missing) return `All ${count(taken.events)} events are placed on a step.`;
  const part = Math.max(1, Math.round(100 * missing / taken.events));
  const most = (taken.unmapped ?? []).slice(0, 5).map(([event, number]) => `${event} (${count(number)})`).join(", ");
  const more = taken.unmapped.length > 5 ? ` and ${taken.unmapped.length - 5} more kinds` : "";
  return `${count(missing)} of ${count(taken.events)} events (${part} %) are not placed on any step: ${most}${more}.`;
}

async function look() {
  const answer = await post(root.dataset.tried, {}).catch(() => null);
  if (answer?.ok) taken = await answer.json();
  drawCoverage();
  draw();
}

/** Give a touchpoint another rule; kept on the server, and taken back by undo. */
async function bind(id, match) {
  const one = touchpoint(id);
  const old = one.match ?? null;
  if (old === match) return;
  const set = (from, to) => [{ edit: "set", id, field: "match", old: from, new: to }];
  one.match = match;
  draw();
  const back = () => { one.match = old; chosen = id; look(); };
  if (await changing.make(set(old, match), set(match, old), back, `Bound ${one.name}`)) await look();
  else { one.match = old; draw(); }
}

function choose(id) { chosen = id; draw(); document.getElementById(`t-${id}`)?.scrollIntoView({ block: "nearest" }); }

async function accept(id) {
  const offered = suggested[id];
  if (!offered) return;
  await bind(id, ruleOf([offered]));
  const next = bound.touchpoints.find((one) => !one.match && suggested[one.id]);
  if (next) choose(next.id);
}

place("touchpoints").addEventListener("click", (event) => {
  const button = event.target.closest("[data-accept]");
  if (button) { accept(button.dataset.accept); return; }
  const option = event.target.closest("[data-id]");
  if (option) {
    choose(option.dataset.id);
    picking.open();
  }
});
place("touchpoints").addEventListener("keydown", (event) => {
  const at = bound.touchpoints.findIndex((one) => one.id === chosen);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && bound.touchpoints[at + step]) { event.preventDefault(); choose(bound.touchpoints[at + step].id); }
  if (event.key === "Enter") { event.preventDefault(); accept(chosen); }
  if (event.key === "ArrowRight") { event.preventDefault(); picking.open(); place("events").querySelector("button")?.focus(); }
});
place("events").addEventListener("click", (event) => {
  const button = event.target.closest("[data-event]");
  if (!button || !chosen) return;
  const name = button.dataset.event;
  bind(chosen, toggled(touchpoint(chosen).match ?? null, name)).then(() => {
    place("events").querySelector(`[data-event="${CSS.escape(name)}"]`)?.focus();
  });
});
place("events").addEventListener("keydown", (event) => {
  const buttons = [...place("events").querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) { event.preventDefault(); buttons[buttons.indexOf(document.activeElement) + step]?.focus(); }
  if (event.key === "ArrowLeft" || event.key === "Escape") place("touchpoints").focus();
});
place("search").addEventListener("input", drawEvents);
rule.addEventListener("submit", (event) => {
  event.preventDefault();
  bind(chosen, rule.elements.match.value.trim() || null);
});
let typed = 0;
rule.elements.match.addEventListener("input", () => {
  const mine = ++typed;
  setTimeout(async () => {
    if (mine !== typed) return;
    const answer = await post(root.dataset.tried, { matches: { [chosen]: rule.elements.match.value } }).catch(() => null);
    if (!answer?.ok || mine !== typed) return;
    const found = await answer.json();
    place("rule-said").textContent = found.wrong[chosen] ?? `It takes ${count(found.touchpoints[chosen] ?? 0)} events.`;
  }, 350);
});
undo.addEventListener("click", () => changing.undo());
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.target.matches("input,textarea")) { event.preventDefault(); changing.undo(); }
});
place("accept-all").addEventListener("click", async () => {
  for (const one of bound.touchpoints) if (!one.match && suggested[one.id]) await bind(one.id, ruleOf([suggested[one.id]]));
});

draw();
const answer = await fetch(root.dataset.found, { headers: { Accept: "application/json" } }).catch(() => null);
if (answer?.ok) ({ kinds, suggested } = await answer.json());
watchingForms(bound, changing, [...new Set(kinds.map((kind) => kind.event))]);
await look();
