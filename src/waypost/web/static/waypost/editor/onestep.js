/**
 * One step at a time: the same map with one column, its lanes below each other. For writing on a phone, and for talking
 * through a journey. Which column is shown is one rule of a style sheet made here.
 */
import { h } from "./dom.js";

/** @param {import("./map.js").JourneyMap} map @returns {() => boolean} turns it; says whether one step is shown now */
export function oneStep(map) {
  const style = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
  const where = h("span", { class: "where", "aria-live": "polite" });
  const bar = h("nav", { class: "step-bar", "aria-label": "Steps", hidden: true },
    h("button", { type: "button", class: "button", text: "Back", on: { click: () => go(at - 1) } }), where,
    h("button", { type: "button", class: "button", text: "On", on: { click: () => go(at + 1) } }));
  document.querySelector("#editor").append(bar);
  let at = 0;
  let on = false;

  const show = () => {
    const { columns } = map.grid;
    at = Math.max(0, Math.min(columns.length - 1, at));
    const column = columns[at];
    if (!on || !column) {
      style.replaceSync("");
      return;
    }
    const keep = `[data-cell="${CSS.escape(column.key)}"], [data-cell="phase:${CSS.escape(column.phase.id)}"]`;
    style.replaceSync(`.editor .sheet.single [data-cell]:not(${keep}) { display: none }`);
    where.textContent = `${at + 1} of ${columns.length}`;
    const [back, onward] = bar.querySelectorAll("button");
    back.disabled = at === 0;
    onward.disabled = at === columns.length - 1;
  };

  const go = (index) => {
    at = index;
    show();
    map.scroller.scrollTo({ top: map.sheet.offsetTop - 8, left: 0 });
  };

  map.whenDrawn(() => { if (on) show(); });
  return () => {
    on = !on;
    const current = map.walking.node && map.grid.cellOf(map.walking.node)?.cell.column.index;
    at = current ?? at;
    map.sheet.classList.toggle("single", on);
    bar.hidden = !on;
    show();
    return on;
  };
}
