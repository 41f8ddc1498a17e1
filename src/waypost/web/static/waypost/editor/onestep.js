/**
 * One step at a time: the same map with one column, its lanes below each other. For a telephone, and for talking
 * through a journey. Which column is shown is one rule of a style sheet made here; a printer gets them all.
 */
import { h } from "../making.js";
import { pick } from "./picking.js";

/** @param {import("./map.js").JourneyMap} map @returns {(on: boolean) => void} begins and ends it */
export function oneStep(map) {
  const style = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
  const turn = (text, way) => h("button", { type: "button", class: "button", text, on: { click: () => go(at + way) } });
  const [back, next] = [turn("Back", -1), turn("Next", 1)];
  const where = h("button", { type: "button", class: "where", on: { click: () => choose() } });
  const bar = h("nav", { class: "step-bar", "aria-label": "Steps", hidden: true }, back, where, next);
  document.querySelector("#editor").append(bar);
  /** Lanes that are left out where they say nothing: those in which nobody can write. */
  const silent = map.edits ? ".lane-routes, .lane-measured, .lane-quotes, .lane-facts, .lane-pictures" : ".lane";
  let at = 0;
  let on = false;

  const show = () => {
    const { columns } = map.grid;
    at = Math.max(0, Math.min(columns.length - 1, at));
    const column = columns[at];
    bar.hidden = !on || !column;
    if (bar.hidden) {
      style.replaceSync("");
      return;
    }
    const keep = `[data-cell="${CSS.escape(column.key)}"], [data-cell="phase:${CSS.escape(column.phase.id)}"], [data-over~="${CSS.escape(column.key)}"]`;
    style.replaceSync(`@media screen {
      .editor .sheet.single [data-cell]:not(${keep}) { display: none }
      .editor .single .row:is(${silent}):has(:is([data-cell="${CSS.escape(column.key)}"], [data-over~="${CSS.escape(column.key)}"]).bare) { display: none }
    }`);
    where.replaceChildren(h("b", { dir: "auto", text: called(column) }), h("small", { text: `${at + 1} of ${columns.length}` }));
    where.setAttribute("aria-label", `${called(column)}, ${at + 1} of ${columns.length}: choose another step`);
    back.disabled = at === 0;
    next.disabled = at === columns.length - 1;
  };

  const go = (index) => {
    at = index;
    show();
    const { key } = map.grid.columns[at];
    map.walking.stand(map.grid.row("steps").cells.get(key).node);
    map.scroller.scrollTo({ top: map.sheet.offsetTop - 8, left: 0 });
  };

  const choose = () => pick(where, "Which step?", map.grid.columns.map((column) => ({
    name: called(column), group: column.phase.name, chosen: column.index === at, run: () => go(column.index),
  })), { back: () => where.focus() });

  /** A place in another column: to that column. */
  const reveal = (node) => {
    const column = map.grid.cellOf(node)?.cell.column;
    if (!on || !column || (column.index <= at && at < column.index + (column.span ?? 1))) return;
    at = column.index;
    show();
  };

  map.whenDrawn(() => { if (on) show(); });
  return (now) => {
    on = now;
    at = (map.walking.node && map.grid.cellOf(map.walking.node)?.cell.column.index) ?? at;
    map.walking.reveal = on ? reveal : () => {};
    map.sheet.classList.toggle("single", on);
    show();
  };
}

/** @param {import("./columns.js").Column} column */
const called = ({ step, phase }) => step?.name ?? phase.name;
