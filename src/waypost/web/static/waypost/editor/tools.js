/** The tools above the map: undo and redo, add, lanes, how much of it is seen, keys. */
import { h, line } from "../making.js";
import { set, remove } from "../document/edits.js";
import { addLane } from "./inserting.js";
import { showKeys } from "./keys.js";
import { popover } from "./popover.js";

const GROUPS = { story: "The story", measured: "Measured", detail: "Step by step", company: "Your own", blueprint: "Blueprint: behind the scenes" };
const tool = (name, d, does, more = {}) => h("button", { type: "button", class: "tool", title: name, "aria-label": name, on: { click: does }, ...more }, line(d), h("span", { text: name }));

/**
 * @param {import("./map.js").JourneyMap} map
 * @param {{doing: HTMLElement, seeing: HTMLElement, rest: HTMLElement, more: HTMLElement}} places  `rest` holds `seeing`
 * and what else has no room on a telephone, where `more` opens it.
 * @param {{insert: (node: HTMLElement) => void, view: import("./view.js").Viewing}} ways
 */
export function toolsOf(map, { doing, seeing, rest, more }, { insert, view }) {
  const undo = tool("Undo", "M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M5.5 3.5 2.5 6.5l3 3", () => map.undo());
  const redo = tool("Redo", "M13 6.5H6.5a3.5 3.5 0 0 0 0 7H10M10.5 3.5l3 3-3 3", () => map.redo());
  const add = tool("Add", "M8 3.5v9M3.5 8h9", () => insert(map.walking.node), { class: "tool worded" });
  const lanes = tool("Lanes", "M2 4h12M2 8h12M2 12h12", () => chooseLanes(map, lanes, () => (lanes.checkVisibility() ? lanes : more).focus()));
  const fit = tool("Fit the whole map", "M2 6V2.5h3.5M14 6V2.5h-3.5M2 10v3.5h3.5M14 10v3.5h-3.5", () => view.turn("whole"), { class: "tool fit" });
  const steps = tool("One step at a time", "M5 2.5h6v11H5zM2 5v6M14 5v6", () => view.turn("single"));
  const keys = tool("Keys", "M2 4.5h12v7H2zM4.5 7h.1M7 7h.1M9.5 7h.1M11.8 7h.1M5 9.3h6", showKeys, { class: "tool keys-tool" });
  for (const quiet of [undo, redo, fit, steps, keys]) quiet.classList.add("quiet");
  if (map.edits) doing.append(undo, redo, add);
  seeing.append(lanes, fit, steps, ...(map.edits ? [keys] : []));
  view.follow((now) => {
    fit.setAttribute("aria-pressed", String(now === "whole"));
    steps.setAttribute("aria-pressed", String(now === "single"));
  });
  rest.addEventListener("click", ({ target }) => { if (target.closest("button") && rest.matches(":popover-open")) rest.hidePopover(); });
  const follow = () => {
    undo.disabled = !map.store.steps.undo;
    redo.disabled = !map.store.steps.redo;
  };
  map.store.subscribe(follow);
  follow();
  document.addEventListener("waypost:name-lane", ({ detail }) => nameLane(map, detail, lanes.checkVisibility() ? lanes : more));
}

/** Which lanes are shown; the blueprint as a whole; lanes of the company's own. */
function chooseLanes(map, anchor, back) {
  const draw = () => {
    const groups = Object.entries(GROUPS).map(([group, name]) => {
      const own = map.lanes.filter((lane) => lane.group === group);
      if (!own.length) return null;
      const all = group === "blueprint" ? [check("Show the blueprint", map.shown.has(own[0], map), (shown) => { for (const lane of own) map.shown.choose(lane.id, shown); })] : own.map((lane) => one(lane));
      return h("fieldset", {}, h("legend", { text: name }), ...all);
    });
    content.replaceChildren(...groups.filter(Boolean), ...(map.edits ? [h("button", { type: "button", class: "tool worded", text: "Add a lane of your own", on: { click: () => { hung.close(); addLane(map); } } })] : []));
  };
  const check = (name, checked, chosen) => {
    const box = h("input", { type: "checkbox", checked });
    box.addEventListener("change", () => {
      chosen(box.checked);
      map.draw({ anew: true });
      map.say(`${name}: ${box.checked ? "shown" : "hidden"}`);
    });
    return h("label", { class: "lane-choice" }, box, h("span", { dir: "auto", text: name }));
  };
  const one = (lane) => {
    const row = check(lane.name, map.shown.has(lane, map), (shown) => map.shown.choose(lane.id, shown));
    if (!lane.own || !map.edits) return row;
    return h("div", { class: "own-lane" }, row,
      h("button", { type: "button", class: "tool", "aria-label": `Rename ${lane.name}`, on: { click: () => { hung.close(); nameLane(map, lane.own, anchor); } } }, line("m3 13 1-3.5L11 2.5 13.5 5 6.5 12z")),
      h("button", { type: "button", class: "tool", "aria-label": `Take ${lane.name} away`, on: { click: () => { hung.close(); dropLane(map, lane); } } }, line("M4 4l8 8M12 4l-8 8")));
  };
  const content = h("div", { class: "lane-choices" });
  draw();
  const hung = popover(anchor, "Lanes", [content], { name: "lanes-card", back });
  hung.node.querySelector("input")?.focus();
}

/** Take an own lane away, with what it says. */
function dropLane(map, lane) {
  map.attempt(() => {
    const notes = (map.journey.phases ?? []).flatMap((phase) => (phase.steps ?? []).flatMap((step) => (step.notes ?? []).filter((note) => note.lane === lane.own)));
    let { tree } = map;
    const edits = [];
    for (const { id } of [...notes, { id: lane.own }]) {
      const gone = remove(tree, id);
      edits.push(...gone);
      tree = tree.apply(gone);
    }
    return edits;
  }, `Took the lane “${lane.name}” away`, { undo: true });
}

function nameLane(map, id, anchor) {
  const element = map.tree.element(id);
  const name = h("input", { type: "text", value: element.name, "aria-label": "Name of the lane", maxlength: "200" });
  const hint = h("input", { type: "text", value: element.hint ?? "", "aria-label": "A few words below the name", placeholder: "a few words below it", maxlength: "200" });
  const form = h("form", { class: "lane-form", on: { submit: (event) => {
    event.preventDefault();
    hung.close(true);
    if (name.value.trim()) map.attempt(() => [...set(map.tree, id, "name", name.value), ...set(map.tree, id, "hint", hint.value.trim() || null)], `The lane is called ${name.value}`);
    map.draw({ anew: true });
  } } }, h("p", { text: "What is the lane called?" }), name, hint, h("button", { class: "button primary", text: "Name the lane" }));
  const hung = popover(anchor, "Lane", [form], { name: "lane-card", back: () => anchor.focus() });
  name.select();
}
