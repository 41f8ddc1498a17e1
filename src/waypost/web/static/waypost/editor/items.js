/**
 * How each kind of item is drawn. What can be clicked says so by `data-act`; whoever listens finds the item around it.
 *
 * @typedef {import("./lanes.js").Item} Item
 */
import { channelIcon } from "./dom.js";
import { h, line, svg } from "../making.js";
import { given } from "./opened.js";

const WHOSE = { partner: "a partner’s", "third-party": "a third party’s" };
const SIGNS = {
  irritation: "M1 8c1.5-4 3-4 4.2-1.2S8 9.6 9.2 6.6 12 4.6 13 6",
  lingering: "M2.5 5h7v4.5a2.5 2.5 0 0 1-2.5 2.5H5a2.5 2.5 0 0 1-2.5-2.5zM9.5 6h1a1.6 1.6 0 0 1 0 3.2h-1M4.6 3V1.6M7.2 3V1.6",
  belief: "M7 1.2 12.8 7 7 12.8 1.2 7z",
  gate: "M2 13V3.5M12 13V3.5M2 5h10M2 8.5h10",
};

/** What a way does, before the name of the step it leads to. */
export const WAYS = { next: "leads on to", skip: "may skip to", repeat: "goes back to", branch: "branches to" };
const WAY_SIGNS = {
  next: "M1.5 7h10M8.5 3.5 12 7l-3.5 3.5", skip: "M1.5 9.5c2-6 8-6 10-1M12 4.5v4.2H7.8",
  repeat: "M12.5 9.5c-2-6-8-6-10-1M2 4.5v4.2h4.2", branch: "M1.5 7h4c2 0 2-4 6.5-4M5.5 7c2 0 2 4 6.5 4",
};

const words = (text, name = "words") => h("p", { class: name, dir: "auto", text });
const small = (text, name = "") => (text ? h("small", { class: name, dir: "auto", text }) : null);
const sign = (name) => line(SIGNS[name], { box: "0 0 14 14", name: "sign" });

/** A part of an item that does something when it is clicked; the keyboard has its own ways. */
const act = (name, label, ...children) =>
  (given.edits ? h("button", { type: "button", class: `act-${name}`, tabindex: "-1", title: label, "aria-label": label, data: { act: name } }, ...children)
    : h("span", { class: `act-${name}` }, ...children));

/** So many of so many, as dots. */
function dots(level, most, name) {
  const drawn = Array.from({ length: most }, (_, index) =>
    svg("circle", { cx: 4 + index * 9, cy: 4, r: index < level ? 3.2 : 2.6, class: index < level ? "on" : "off" }));
  return svg("svg", { class: name, viewBox: `0 0 ${most * 9 - 1} 8`, "aria-hidden": "true" }, ...drawn);
}

const DRAWN = {
  line: (item) => [item.label && small(item.label, "label"), words(item.text)],
  speech: (item) => [words(`“${item.text}”`, "words speech")],
  thought: (item) => [words(item.text, "words speech")],
  contact: (item) => [
    act("channel", `${given.channels[item.channel]}: change the channel, and whose it is`, channelIcon(item.channel)),
    h("div", {}, words(item.text), small(item.by === "ours" ? item.department : WHOSE[item.by]),
      item.importance ? small(`importance ${item.importance} of 5`) : null),
  ],
  pain: (item) => [
    act("level", `How much it hurts: ${item.intensity} of 3`, dots(item.intensity, 3, "heat")),
    words(item.text), small(item.at, "at"), small(item.known, "known"),
  ],
  opportunity: (item) => [
    words(item.text), small(item.at, "at"),
    h("div", { class: "level-line" }, act("level", item.impact ? `Impact ${item.impact} of 3` : "Say what it would bring", dots(item.impact, 3, "impact")),
      small([item.impact ? `impact ${item.impact} of 3` : "impact not said yet", item.known].filter(Boolean).join(" · "))),
  ],
  irritation: (item) => [sign("irritation"), h("div", {}, words(item.text), small(item.at, "at"), small(item.known))],
  lingering: (item) => [sign("lingering"), h("div", {}, words(item.text), small(item.at, "at"), small(item.known))],
  belief: (item) => [
    act("votes", "Who holds it for a moment of truth", sign("belief")),
    h("div", {}, words(item.text || "Moment of truth", item.text ? "words" : "words unsaid"), small(item.at, "at"), small(item.votes || "believed"),
      small(item.owner && `owned by ${item.owner}`), small(item.metric && `told by ${item.metric}`)),
  ],
  gate: (item) => [sign("gate"), h("div", {}, words(item.text), small(item.role && `settled by the ${item.role.replaceAll("-", " ")}`), small(item.how))],
  piece: (item) => [
    act("channel", `${given.channels[item.channel]}: change the channel, or mark it as missing`, channelIcon(item.channel)),
    h("div", {}, words(item.text), item.missing ? small("missing", "missing") : null, small(item.source)),
  ],
  act: (item) => [words(item.text), small(item.by)],
  quote: (item) => [
    h("blockquote", { dir: "auto", text: `“${item.text}”` }),
    h("p", { class: "source" }, item.said_by && h("span", { dir: "auto", text: item.said_by }), h("span", { text: item.tally }),
      item.source && h("span", { dir: "auto", text: item.source })),
  ],
  fact: (item) => [words(item.text), small([item.tally, item.source].filter(Boolean).join(" · "))],
  route: (item) => [act("route", `${WAYS[item.way]} ${item.to}: change or remove this way`, line(WAY_SIGNS[item.way], { box: "0 0 14 14" }), h("bdi", { text: item.to })),
    item.text ? words(item.text) : null],
  effort: (item) => [act("level", `Effort ${item.level} of 5`, dots(item.level, 5, "effort-dots")), small(item.text)],
  photo: (item) => [
    h("img", { src: pictureAddress(item.file), alt: item.text, loading: "lazy", decoding: "async", draggable: "false" }),
    words(item.text, "words caption"), small(item.at, "at"),
  ],
};

/** Where a picture that a document names can be had. @param {string} file */
export const pictureAddress = (file) => given.pictures + encodeURIComponent(file.split("/").at(-1));

/** What an item says aloud. @param {Item} item @param {string} word */
export function aloud(item, word) {
  const facts = {
    contact: () => [given.channels[item.channel], item.by === "ours" ? item.department : WHOSE[item.by]],
    pain: () => [`intensity ${item.intensity} of 3`, item.known],
    opportunity: () => [item.impact ? `impact ${item.impact} of 3` : "", item.known],
    belief: () => [item.votes || "believed"],
    route: () => [`${WAYS[item.way]} ${item.to}`],
    piece: () => [given.channels[item.channel], item.missing ? "missing" : ""],
    quote: () => [item.said_by, item.tally],
  }[item.shape]?.() ?? [];
  const at = item.at ? [`at ${item.at}`] : [];
  const named = { gate: "tollgate", piece: "piece of content" }[item.shape] ?? word;
  return [`${item.label || named}: ${item.text || "not said yet"}`, ...at, ...facts].filter(Boolean).join(", ");
}

/** Classes beside the shape's own: what is believed and what hurts shows in the ink. @param {Item} item */
function tones(item) {
  const names = ["item", item.shape];
  if (item.shape === "pain") names.push(`pain-${item.intensity}`);
  if (item.shape === "contact" && item.by !== "ours") names.push("theirs");
  if (item.shape === "piece" && item.missing) names.push("gap");
  if (item.assumed) names.push("assumed");
  if (item.ref) names.push("written");
  return names.join(" ");
}

/** @param {Item} item @param {string} word  What one thing of its lane is called. @returns {HTMLElement} */
export function drawItem(item, word) {
  const node = h("div", {
    class: tones(item), role: "group", tabindex: "-1", "aria-label": aloud(item, word),
    data: { item: item.key, id: item.id, shape: item.shape },
  }, ...DRAWN[item.shape](item));
  return node;
}
