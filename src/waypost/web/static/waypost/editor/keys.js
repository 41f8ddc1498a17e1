/** The keyboard on the map, and the list of its keys. */
import { h } from "../making.js";
import { isWriting } from "./writing.js";

const ARROWS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
const FAR = { Home: "start", End: "end", PageUp: "page-up", PageDown: "page-down" };

/** What `?` shows. @type {[string, string][]} */
export const KEYS = [
  ["Arrows", "walk from place to place"], ["Home, End", "the first and the last step"], ["Page up, Page down", "some lanes further"],
  ["Enter", "write here"], ["Any letter", "write one more, or other words where there is one text only"], ["Shift + Enter", "while writing: another line"],
  ["Tab", "while writing: keep, and on to the next step"], ["Esc", "leave it as it was"], ["/", "add something here"],
  ["Space", "what else can be said: channel, intensity, votes …"], ["1 2 3", "how much: a pain point, an opportunity"],
  ["Alt + arrows", "move the step, the phase, the card"], ["Delete", "take it away"], ["Ctrl + Z, Ctrl + Shift + Z", "undo, redo what you did"],
  ["Enter on a feeling", "up and down move it by a tenth, with Shift by half a level; Enter keeps it; a number sets it at once"], ["?", "these keys"],
];

/**
 * @param {import("./map.js").JourneyMap} map @param {import("./cells.js").Cells} cells
 * @param {{insert: (node: HTMLElement) => void, options: (node: HTMLElement) => void, level: (node: HTMLElement, level: number) => boolean,
 *   feeling: (event: KeyboardEvent, node: HTMLElement) => boolean, stop: () => boolean}} more
 */
export function listen(map, cells, more) {
  document.addEventListener("keydown", (event) => {
    const wanted = (event.ctrlKey || event.metaKey) && !event.altKey ? event.key.toLowerCase() : "";
    const field = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (field || !map.edits || !["z", "y"].includes(wanted)) return;
    event.preventDefault();
    if (wanted === "y" || event.shiftKey) map.redo();
    else map.undo();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.target.closest?.("input, textarea, select") || isWriting()) return;
    event.preventDefault();
    showKeys();
  });
  map.sheet.addEventListener("keydown", (event) => {
    if (event.isComposing || event.target.closest("textarea, input")) return;
    const node = event.target.closest(".item, [data-cell]");
    if (node && pressed(event, node, map, cells, more)) event.preventDefault();
  });
}

function pressed(event, node, map, cells, more) {
  const { key } = event;
  if (event.ctrlKey || event.metaKey) {
    const far = { Home: "top", End: "bottom" }[key];
    if (far) {
      map.walking.step(far);
      map.walking.step(far === "top" ? "start" : "end");
    }
    return Boolean(far);
  }
  if (event.altKey) {
    if (ARROWS[key] && map.edits) cells.shift(node, ARROWS[key]);
    return key in ARROWS;
  }
  if (key === "Escape" && more.stop()) return true;
  if (map.edits && node.classList.contains("felt") && more.feeling(event, node)) return true;
  if (ARROWS[key] || FAR[key]) {
    map.walking.step(ARROWS[key] ?? FAR[key]);
    return true;
  }
  if (!map.edits || key === "?" || (node.matches("button") && ["Enter", " "].includes(key))) return false;
  return written(event, node, cells, more);
}

function written({ key }, node, cells, more) {
  if (key === "Enter" || key === "F2") cells.write(node);
  else if (key === "Delete" || key === "Backspace") cells.remove(node);
  else if (key === "/") more.insert(node);
  else if (key === " ") more.options(node);
  else if (/^[1-5]$/.test(key) && more.level(node, Number(key))) return true;
  else if ([...key].length === 1 && !node.classList.contains("felt")) cells.write(node, { typed: key });
  else return false;
  return true;
}

/** The keys, in a dialog. */
export function showKeys() {
  const dialog = h("dialog", { class: "dialog wide keys", "aria-labelledby": "keys-title" },
    h("h2", { id: "keys-title", text: "Keys on the map" }),
    h("dl", {}, ...KEYS.map(([keys, does]) => h("div", {}, h("dt", {}, ...keys.split(", ").flatMap((each, index) => [index ? " " : "", h("kbd", { text: each })])), h("dd", { text: does })))),
    h("form", { method: "dialog", class: "actions" }, h("button", { class: "button", text: "Close" })));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
