/** What stands above the map: who, from where to where, whose map it is. Written in place by those who may. */
import { h, svg } from "../making.js";
import { given } from "./opened.js";
import { set } from "../document/edits.js";
import { pick } from "./picking.js";
import { selection } from "./selection.js";
import { writeIn } from "./writing.js";

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const month = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });
const FIELDS = {
  name: "Name of the journey", summary: "The journey in a sentence", trigger: "What sets them off", destination: "The value they want",
  success: "How they measure success", owner: "Who answers for the journey",
};

/** @param {HTMLElement} place @param {import("./map.js").JourneyMap} map */
export function mastheadOf(place, map) {
  let sign = "";
  const more = folding(place);
  const draw = () => {
    const { phases: _, lanes: __, routes: ___, outcomes: ____, breakdowns: _____, ...own } = map.journey;
    const now = JSON.stringify(own);
    if (now === sign || place.querySelector(".writing")) return;
    sign = now;
    const had = place.contains(document.activeElement) ? document.activeElement : null;
    more.replaceChildren(...inBrief(map));
    place.replaceChildren(title(map, more), way(map), h("div", { class: "about" }, facts(map), key()));
    if (had === more) more.focus();
    else if (had?.dataset.field) place.querySelector(`[data-field="${had.dataset.field}"]`)?.focus();
  };
  place.addEventListener("focusin", () => selection.select(null));
  place.addEventListener("click", ({ target }) => open(target.closest("[data-field]"), map, draw));
  place.addEventListener("keydown", (event) => {
    const field = event.target.closest("[data-field]");
    if (field !== event.target || !["Enter", "F2", " "].includes(event.key)) return;
    event.preventDefault();
    open(field, map, draw);
  });
  map.whenDrawn(draw);
  return draw;
}

function open(field, map, draw) {
  if (!field || !map.edits) return;
  const name = field.dataset.field;
  if (name === "personas") {
    choosePersona(field, map);
    return;
  }
  if (!field.checkVisibility()) document.querySelector("#masthead .brief").click();
  const id = map.journey.id;
  const back = () => { draw(); document.querySelector(`#masthead [data-field="${name}"]`)?.focus(); };
  writeIn({
    place: field, text: map.tree.value(id, name) ?? "", label: FIELDS[name],
    kept: (text) => {
      if (!text && name === "name") map.refuse("A journey needs a name");
      else map.attempt(() => set(map.tree, id, name, text || null), `${FIELDS[name]}: ${text || "taken out"}`);
      back();
    },
    left: back,
  });
}

function choosePersona(anchor, map) {
  const chosen = map.journey.personas ?? [];
  const turn = (id) => (chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  const options = given.personas.map(({ id, name, role }) => ({
    name, hint: role, chosen: chosen.includes(id),
    run: () => map.attempt(() => set(map.tree, map.journey.id, "personas", turn(id)), chosen.includes(id) ? `${name} no longer walks it` : `${name} walks it`),
  }));
  if (!options.length) options.push({ name: "Make the first persona", hint: "on the page of personas", run: () => location.assign(`/w/${given.workspace}/personas/`) });
  pick(anchor, "Who walks it?", options, { back: () => document.querySelector('#masthead [data-field="personas"]')?.focus() });
}

/** A text that can be written in place, or what it would hold. */
function text(map, tag, name, unsaid, more = {}) {
  const said = map.journey[name];
  if (!said && !map.edits) return null;
  const editable = map.edits ? { tabindex: "0", role: "button", "aria-label": `${FIELDS[name]}: ${said ?? "not said yet"}`, data: { field: name } } : {};
  const words = h("span", { class: said ? "field" : "field unsaid", dir: "auto", text: said ?? unsaid, ...editable });
  return h(tag, more, words);
}

/** On a telephone the masthead is its name and a line; this opens the rest, and the choice of whom was measured. */
function folding(place) {
  const more = h("button", { type: "button", class: "brief", "aria-expanded": "false", "aria-controls": place.id, on: { click: () => {
    more.setAttribute("aria-expanded", String(place.classList.toggle("opened")));
  } } });
  return more;
}

/** Who, from where, to where: what fits in a line. */
function inBrief(map) {
  const { trigger, destination } = map.journey;
  const ends = [trigger, destination].filter(Boolean).map((words) => h("span", { class: "end", dir: "auto", text: words }));
  if (ends.length > 1) ends.splice(1, 0, h("span", { "aria-hidden": "true", text: "→" }));
  return [...faces(walkers(map)), h("span", { class: ends.length ? "about-it unseen" : "about-it", text: "About this map" }), ...ends];
}

const walkers = (map) => (map.journey.personas ?? []).map((id) => given.personas.find((persona) => persona.id === id) ?? { id, name: id });
const faces = (people) => people.length ? [h("span", { class: "faces" }, ...people.map(({ name }, index) => h("span", { class: `face tone-${(index % 6) + 1}`, "aria-hidden": "true", text: initials(name) })))] : [];

function title(map, more) {
  const people = walkers(map);
  const who = people.map(({ name, role, segment }) => h("span", { class: "person-line" }, h("b", { dir: "auto", text: name }), role ? `, ${role}` : "", segment ? h("span", { class: "segment", text: ` · ${segment}` }) : null));
  const choose = map.edits ? { tabindex: "0", role: "button", "aria-label": `Who walks it: ${people.map(({ name }) => name).join(" and ") || "nobody yet"}`, data: { field: "personas" } } : {};
  return h("div", { class: "title" },
    ...faces(people),
    h("div", { class: "names" }, text(map, "h1", "name", ""), more,
      h("p", { class: "who" }, h("span", { class: who.length ? "field" : "field unsaid", ...choose }, ...(who.length ? who : map.edits ? ["Say who walks it"] : []))),
      text(map, "p", "summary", "The journey in a sentence", { class: "summary" })));
}

function way(map) {
  const from = text(map, "p", "trigger", "what sets them off");
  const to = text(map, "p", "destination", "the value they want");
  if (!from && !to) return h("span", { hidden: true });
  return h("div", { class: "way" },
    from && h("div", { class: "from" }, h("span", { class: "small", text: "It begins when" }), from),
    h("div", { class: "road", "aria-hidden": "true" }),
    to && h("div", { class: "to" }, h("span", { class: "small", text: "It ends well with" }), to, text(map, "p", "success", "How do they measure success?", { class: "success" })));
}

function facts(map) {
  const { journey } = map;
  const due = reviewDue(journey);
  const late = due !== null && due.getTime() < Date.now();
  const detail = (label, ...words) => h("div", {}, h("dt", { text: label }), h("dd", {}, ...words));
  return h("dl", { class: "map-facts" },
    detail("State", journey.state === "future" ? "future state" : "as it is today"),
    detail("Lifecycle", h("a", { href: given.review, title: "Review and publishing", text: journey.lifecycle ?? "draft" })),
    journey.owner || map.edits ? detail("Owner", text(map, "span", "owner", "nobody yet")) : null,
    due ? h("div", { class: late ? "late" : "" }, h("dt", { text: "Review" }), h("dd", { text: late ? `overdue since ${day.format(due)}` : `due ${month.format(due)}` })) : null,
    given.measured ? detail("Measured to", day.format(new Date(given.measured))) : null);
}

/** When the map is looked at again: its review date, or a year after it was mapped. */
function reviewDue({ review, mapped }) {
  if (review) return new Date(`${review}T00:00:00Z`);
  if (!mapped) return null;
  const date = new Date(`${mapped}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date;
}

const initials = (name) => name.split(/\s+/).filter((_, index, all) => index === 0 || index === all.length - 1).map((word) => [...word][0]).join("").toUpperCase();

/** What the legend says about the ink. */
function key() {
  const inked = (name, label) => h("span", {}, svg("svg", { viewBox: "0 0 34 10", "aria-hidden": "true" },
    svg("path", { class: `k-${name}`, d: "M0 5h34" }), svg("circle", { class: `k-${name}-point`, cx: "17", cy: "5", r: name === "assumed" ? "3.5" : "4" })), label);
  return h("div", { class: "key" }, inked("assumed", "assumed, by those who drew the map"), inked("reported", "reported by customers, or measured"),
    h("span", {}, svg("svg", { class: "k-diamond", viewBox: "0 0 12 12", "aria-hidden": "true" }, svg("path", { d: "M6 1 11 6 6 11 1 6z" })), "moment of truth, believed"));
}
