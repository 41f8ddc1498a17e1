// The figures of a lane as elements: bars, times, scores, each a button that says more when it is asked.

import { h, svg } from "../making.js";

const part = (share) => `${Math.max(0, Math.min(1, share)) * 100}%`;
const words = (tag, text, name = null) => h(tag, { class: name, text });
const drawing = (name, ...shapes) => svg("svg", { class: name, "aria-hidden": "true" }, ...shapes);

function bar(item) {
  const parts = [
    svg("rect", { class: "track", x: 0, y: 4, width: "100%", height: 6, rx: 3 }),
    svg("rect", { class: "fill", x: 0, y: 4, width: part(item.value), height: 6, rx: 3 }),
    svg("rect", { class: "interval", x: part(item.low), y: 2, width: part(item.high - item.low), height: 10, rx: 2 }),
  ];
  if (item.reference !== null) parts.push(svg("line", { class: "reference", x1: part(item.reference), x2: part(item.reference), y1: 0, y2: 14 }));
  return drawing(`bar-figure${item.hurts ? " hurts" : ""}`, ...parts);
}

function spell(item) {
  return drawing("spell-figure",
    svg("line", { class: "whole", x1: part(item.p10), x2: part(item.p90), y1: 7, y2: 7 }),
    svg("rect", { class: "middle", x: part(item.p25), y: 4, width: part(item.p75 - item.p25), height: 6, rx: 3 }),
    svg("circle", { class: "median", cx: part(item.median), cy: 7, r: 4.5 }));
}

function rating(item) {
  const parts = [
    svg("line", { class: "scale", x1: 0, x2: "100%", y1: 7, y2: 7 }),
    svg("rect", { class: "interval", x: part(item.low), y: 4, width: part(item.high - item.low), height: 6, rx: 3 }),
  ];
  if (item.reference !== null) parts.push(svg("line", { class: "reference", x1: part(item.reference), x2: part(item.reference), y1: 1, y2: 13 }));
  parts.push(svg("circle", { class: "dot", cx: part(item.value), cy: 7, r: 5 }));
  return drawing(`rating-figure${item.hurts ? " hurts" : ""}`, ...parts);
}

const PARTS = {
  quiet: (item) => [words("span", item.text, "quiet")],
  share: (item) => [bar(item), words("span", item.figure, "value"), words("small", item.n)],
  spell: (item) => [spell(item), words("span", item.figure, "value"), words("small", item.n), words("small", item.middle, "under")],
  rating: (item) => [words("small", item.at, "at"), rating(item), words("span", item.figure, "value"), words("small", item.n)],
  happening: (item) => [words("span", item.name, "name"), words("span", item.figure, item.n ? "value" : "quiet"), words("small", item.n),
    words("span", item.contrast, "contrast")],
  truth: (item) => [words("span", `◆ ${item.text}`, "name"), words("span", item.effect, `effect${item.hurts ? " hurts" : ""}`), words("small", item.sure)],
};

/**
 * @param {any} item as the server says it
 * @param {(told: {about: string, facts: string[]}, from: HTMLElement) => void} ask
 */
export function drawn(item, ask) {
  const parts = (PARTS[item.shape] ?? (() => []))(item).filter((one) => one.textContent || one instanceof SVGElement);
  if (!item.told) return parts[0] ?? words("span", "");
  return h("button", {
    type: "button", class: `figure ${item.shape}`, "aria-label": `${item.told.about}: ${item.told.facts.join(", ")}`,
    on: { click: ({ currentTarget }) => ask(item.told, currentTarget) },
  }, ...parts.flatMap((one) => [one, " "]));
}
