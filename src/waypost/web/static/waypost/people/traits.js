/** What is chosen about a persona and not written: the segment, how they take to what is new, their parts in a purchase. */
import { set } from "../document/edits.js";
import { h } from "../making.js";

/**
 * One of several, or none.
 * @param {import("./sheet.js").Sheet} sheet @param {HTMLElement} place
 * @param {{field: string, label: string, none: string, choices: [string, string][]}} what
 */
export function oneOf(sheet, place, { field, label, none, choices }) {
  const { root } = sheet.tree;
  const select = h("select", { class: "input small", "aria-label": label }, h("option", { value: "", text: none }), ...choices.map(([value, text]) => h("option", { value, text })));
  select.addEventListener("change", () => sheet.attempt(() => set(sheet.tree, root, field, select.value || null), `${label}: ${select.selectedOptions[0].text}`));
  const draw = () => {
    const value = sheet.tree.value(root, field) ?? "";
    const words = choices.find(([one]) => one === value)?.[1];
    if (!sheet.edits) place.replaceChildren(h("p", { class: words ? "" : "faint", dir: "auto", text: words ?? none }));
    else {
      if (value && !words && !select.querySelector(`[value="${CSS.escape(value)}"]`)) select.append(h("option", { value, text: value }));
      select.value = value;
      if (select.parentElement !== place) place.replaceChildren(select);
    }
  };
  return { draw };
}

/**
 * Any of several.
 * @param {import("./sheet.js").Sheet} sheet @param {HTMLElement} place
 * @param {{field: string, label: string, none: string, choices: [string, string][]}} what
 */
export function anyOf(sheet, place, { field, label, none, choices }) {
  const { root } = sheet.tree;
  const buttons = choices.map(([value, text]) => h("button", { type: "button", class: "toggle", text, data: { value }, on: { click: () => turn(value, text) } }));
  const turn = (value, text) => {
    const now = sheet.tree.value(root, field);
    const chosen = choices.map(([one]) => one).filter((one) => (one === value) !== now.includes(one));
    sheet.attempt(() => set(sheet.tree, root, field, chosen), `${label}: ${text}`);
  };
  const group = h("div", { class: "toggles", role: "group", "aria-label": label }, ...buttons);
  const draw = () => {
    const now = sheet.tree.value(root, field);
    for (const button of buttons) button.setAttribute("aria-pressed", String(now.includes(button.dataset.value)));
    if (sheet.edits && group.parentElement !== place) place.replaceChildren(group);
    if (sheet.edits) return;
    const words = choices.filter(([value]) => now.includes(value)).map(([, text]) => h("span", { class: "pill", text }));
    place.replaceChildren(...(words.length ? words : [h("p", { class: "faint", text: none })]));
  };
  return { draw };
}
