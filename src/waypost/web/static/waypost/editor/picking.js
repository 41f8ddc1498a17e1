/**
 * A list to pick from: typing narrows it, arrows walk, Enter picks.
 *
 * @typedef {{name: string, hint?: string, sign?: Node | null, group?: string, chosen?: boolean, words?: string, run: () => void}} Option
 */
import { h } from "../making.js";
import { popover } from "./popover.js";

/** @param {Element} anchor @param {string} label @param {Option[]} options @param {{back?: () => void, sought?: boolean}} [how] */
export function pick(anchor, label, options, { back = () => {}, sought = true } = {}) {
  let shown = options;
  let at = Math.max(0, options.findIndex(({ chosen }) => chosen));
  const list = h("ul", { class: "options", role: "listbox", id: "options", "aria-label": label });
  const field = h("input", {
    type: "text", class: sought ? "sought" : "sought unseen", placeholder: label, "aria-label": label, role: "combobox", "aria-expanded": "true",
    "aria-controls": "options", autocomplete: "off", autofocus: true, spellcheck: "false",
  });
  let hung = null;
  const run = (option) => {
    hung.close(true);
    option?.run();
  };
  const draw = () => {
    let group = "";
    list.replaceChildren(...shown.flatMap((option, index) => {
      const head = option.group && option.group !== group ? [h("li", { class: "group", role: "presentation", text: option.group })] : [];
      group = option.group ?? "";
      return [...head, h("li", {
        class: option.chosen ? "option chosen" : "option", role: "option", id: `option-${index}`, "aria-selected": String(index === at),
        on: { click: () => run(option), pointermove: () => { if (at !== index) { at = index; mark(); } } },
      }, option.sign ?? null, h("span", { text: option.name }), option.hint ? h("small", { text: option.hint }) : null)];
    }));
    if (!shown.length) list.append(h("li", { class: "nothing", text: "Nothing is called that." }));
    mark();
  };
  const mark = () => {
    for (const option of list.querySelectorAll(".option")) option.setAttribute("aria-selected", String(option.id === `option-${at}`));
    field.setAttribute("aria-activedescendant", `option-${at}`);
    list.querySelector(`#option-${at}`)?.scrollIntoView({ block: "nearest" });
  };
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase().split(/\s+/);
    shown = options.filter(({ name, words = "", hint = "" }) => wanted.every((word) => `${name} ${words} ${hint}`.toLowerCase().includes(word)));
    at = 0;
    draw();
  });
  field.addEventListener("keydown", (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (way && shown.length) {
      event.preventDefault();
      at = (at + way + shown.length) % shown.length;
      mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(shown[at]);
    }
  });
  draw();
  hung = popover(anchor, label, [field, list], { name: "picking", back });
  field.focus();
  return hung;
}
