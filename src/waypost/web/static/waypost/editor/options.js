/** What else can be said of a thing on the map than its words: channel and whose, intensity, impact, votes, ways, optional. */
import { remove, set } from "../document/edits.js";
import { channelIcon } from "./dom.js";
import { h } from "../making.js";
import { WAYS } from "./items.js";
import { given } from "./opened.js";
import { pick } from "./picking.js";
import { popover } from "./popover.js";
import { selection } from "./selection.js";

const WHOSE = [["ours", "Ours"], ["partner", "A partner’s"], ["third-party", "A third party’s"]];

/** @param {import("./map.js").JourneyMap} map @param {import("./cells.js").Cells} cells @param {{route: (step: any) => void, panel: () => void}} more */
export function optionsOf(map, cells, more) {
  const back = () => map.walking.go(map.walking.node);
  const put = (id, field, value, label) => map.attempt(() => set(map.tree, id, field, value), label, { focus: id });

  const level = (node, wanted) => {
    const item = map.grid.itemOf(node);
    if (item?.shape === "pain" && wanted <= 3) return put(item.id, "intensity", wanted, `Intensity ${wanted} of 3`);
    if (item?.shape === "opportunity" && wanted <= 3) return put(item.id, "impact", wanted, `Impact ${wanted} of 3`);
    if (item?.shape === "effort" || map.grid.cellOf(node)?.row.lane?.id === "effort") {
      const { step } = map.grid.cellOf(node).cell.column;
      return Boolean(step) && map.attempt(() => set(map.tree, step.id, "effort", wanted), `Effort ${wanted} of 5`);
    }
    return false;
  };

  const turned = (node) => {
    const item = map.grid.itemOf(node);
    if (item.shape === "effort") return level(node, (item.level % 5) + 1);
    return level(node, ((item.shape === "pain" ? item.intensity : item.impact) % 3) + 1);
  };

  /** Everything at a node; `part` is what was clicked. @param {HTMLElement} node @param {string} [part] */
  const open = (node, part) => {
    const item = map.grid.itemOf(node);
    const { row, cell } = map.grid.cellOf(node);
    if (part === "level") return turned(node);
    if (item?.shape === "contact" || item?.shape === "piece") return contact(node, item);
    if (item?.shape === "belief") return votes(node, item);
    if (item?.shape === "route") return route(node, item);
    if (item?.shape === "effort") return cells.write(node);
    return pick(node, "What about it?", general(node, item, row, cell), { back });
  };

  const general = (node, item, row, cell) => {
    const found = [];
    const { step, phase } = cell.column;
    if (item?.shape === "pain" || item?.shape === "opportunity") {
      const [name, now] = item.shape === "pain" ? ["Intensity", item.intensity] : ["Impact", item.impact];
      found.push(...[1, 2, 3].map((wanted) => ({ name: `${name} ${wanted}`, chosen: now === wanted, run: () => level(node, wanted) })));
    }
    if (row.key === "steps" && step) {
      found.push({ name: step.optional ? "Everybody does it" : "Optional: people may leave it out", run: () => put(step.id, "optional", !step.optional, step.optional ? "No longer optional" : "Optional") });
      found.push({ name: "From here …", hint: "skip, go back, branch", run: () => more.route(step) });
    }
    if (row.key === "phases") {
      found.push({ name: "What they want settled …", run: () => cells.write(node, { field: "goal" }) });
      found.push({ name: phase.any_order ? "In this order" : "In any order", run: () => put(phase.id, "any_order", !phase.any_order, phase.any_order ? "In this order" : "In any order") });
    }
    if (item?.ref || row.lane === null) found.push({ name: "Write", run: () => cells.write(node) }, { name: "Take it away", run: () => cells.remove(node) });
    found.push({ name: "All details", hint: "in the panel", run: () => { selection.select(node.dataset.id); more.panel(); } });
    return found;
  };

  const contact = (node, item) => {
    const choices = Object.entries(given.channels).map(([id, name]) => h("button", {
      type: "button", class: "channel-choice", "aria-pressed": String(id === item.channel), title: name, on: { click: () => { hung.close(); put(item.id, "channel", id, `Channel: ${name}`); } },
    }, channelIcon(id), h("span", { text: name })));
    const whose = item.shape === "contact" ? [h("div", { class: "segments", role: "group", "aria-label": "Whose it is" }, ...WHOSE.map(([id, name]) => h("button", {
      type: "button", "aria-pressed": String(id === item.by), text: name, on: { click: () => { hung.close(); own(item, id, name); } } })))]
      : [h("div", { class: "segments", role: "group", "aria-label": "Whether it is there" }, ...[[false, "It is there"], [true, "It is missing"]].map(([value, name]) => h("button", {
        type: "button", "aria-pressed": String(value === item.missing), text: name, on: { click: () => { hung.close(); put(item.id, "missing", value, name); } } })))];
    const hung = popover(node, item.text, [...whose, h("div", { class: "channels", role: "group", "aria-label": "Channel" }, ...choices)], { name: "contact-card", back });
    const buttons = [...hung.node.querySelectorAll(".channel-choice")];
    hung.node.addEventListener("keydown", ({ key }) => {
      const at = buttons.indexOf(document.activeElement);
      const way = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 3, ArrowUp: -3 }[key];
      if (at >= 0 && way) buttons[(at + way + buttons.length) % buttons.length].focus();
    });
    buttons.find((button) => button.getAttribute("aria-pressed") === "true")?.focus();
  };

  /** Only ours has a department. */
  const own = (item, by, name) => map.attempt(() => [
    ...set(map.tree, item.id, "by", by), ...(by === "ours" ? [] : set(map.tree, item.id, "department", null)),
  ], name, { focus: item.id });

  const votes = (node, item) => {
    const vote = map.tree.value(item.id, "vote");
    const number = (name, value) => h("input", { type: "number", min: "0", max: "9999", value: value ?? "", "aria-label": name, class: "number", on: { focus: ({ target }) => target.select() } });
    const [votesField, ofField] = [number("Votes for it", vote?.votes), number("Of how many", vote?.of)];
    const by = h("input", { type: "text", value: vote?.by ?? "people", "aria-label": "Who voted, in the plural", class: "by", maxlength: "60" });
    const form = h("form", { class: "votes", on: { submit: (event) => {
      event.preventDefault();
      hung.close(true);
      const given = votesField.value !== "" && ofField.value !== "";
      put(item.id, "vote", given ? { votes: Number(votesField.value), of: Number(ofField.value), by: by.value.trim() || "people" } : null, given ? `${votesField.value} of ${ofField.value} ${by.value}` : "No votes");
    } } }, h("p", { text: "Who holds it for a moment of truth?" }), h("label", {}, votesField, " of ", ofField, " ", by), h("button", { class: "button primary", text: "Write the votes down" }));
    const hung = popover(node, "Votes", [form], { name: "votes-card", back });
  };

  const route = (node, item) => pick(node, `From here ${WAYS[item.way]} ${item.to}`, [
    ...Object.entries({ skip: "A skip", repeat: "A way back", branch: "A branch", next: "Simply the next step" }).map(([kind, name]) => ({
      name, chosen: kind === item.way, run: () => put(item.id, "kind", kind, name) })),
    { name: "Say when …", run: () => cells.write(node) },
    { name: "Take this way out", run: () => map.attempt(() => remove(map.tree, item.id), "Took the way out", { undo: true }) },
  ], { back });

  return { open, level };
}
