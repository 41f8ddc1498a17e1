/** The heads of the map: a phase over its steps, a step over its column. */
import { h, line } from "../making.js";
import { given } from "./opened.js";

const shown = (...nodes) => nodes.filter(Boolean);

/** @param {any} phase @param {number} number @param {boolean} edits @returns {Node[]} */
export function drawPhase(phase, number, edits) {
  return shown(
    h("div", { class: "phase-words" },
      h("h2", {}, h("i", { text: String(number) }), h("bdi", { class: "words", text: phase.name, data: { field: "name" } })),
      phase.goal || edits ? h("p", { class: phase.goal ? "goal" : "goal unsaid", dir: "auto", text: phase.goal ?? "What they want settled", data: { field: "goal" } }) : null,
      phase.any_order ? h("p", { class: "tags" }, h("span", { text: "in any order" })) : null),
    edits && adder("phase", "Add a phase after this one"));
}

/** @param {any} step  Null for a phase without steps. @param {boolean} edits @returns {Node[]} */
export function drawStep(step, edits) {
  if (!step) {
    return [edits ? h("button", { type: "button", class: "begin", tabindex: "-1", text: "Add its first step", data: { act: "first-step" } })
      : h("p", { class: "nothing", text: "no steps yet" })];
  }
  const opens = step.opens && (given.names[step.opens] ?? step.opens);
  return shown(
    h("h3", { class: "words", dir: "auto", text: step.name, data: { field: "name" } }),
    step.optional || opens ? h("p", { class: "tags" }, step.optional && h("span", { text: "optional" }),
      opens && h("a", { href: `${given.journeys}${step.opens}/`, tabindex: "-1" }, "opens into ", h("bdi", { text: opens }))) : null,
    edits && adder("step", "Add a step after this one"));
}

/** A small plus on the edge between two heads. */
const adder = (what, label) =>
  h("button", { type: "button", class: `adder add-${what}`, tabindex: "-1", title: label, "aria-label": label, data: { act: `add-${what}` } }, line("M8 3.5v9M3.5 8h9"));
