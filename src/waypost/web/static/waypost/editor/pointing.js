/** A click: on words it writes, on a sign it turns or opens what the sign stands for, on an empty place it begins. */

/**
 * @param {import("./map.js").JourneyMap} map @param {import("./cells.js").Cells} cells
 * @param {{options: (node: HTMLElement, part?: string) => void, insert: (node: HTMLElement) => void}} more
 */
export function listenToClicks(map, cells, more) {
  map.sheet.addEventListener("click", (event) => {
    const { target } = event;
    const node = target.closest(".item") ?? target.closest("[data-cell]");
    if (!node || target.closest("textarea, a[href]") || event.defaultPrevented) return;
    const part = target.closest("[data-act]")?.dataset.act;
    const { cell, row } = map.grid.cellOf(node);
    if (!map.edits) return;
    if (part === "add-step") cells.draft("step", cell.column);
    else if (part === "add-phase") cells.draft("phase", cell.column);
    else if (part === "first-step") cells.draft("step", cell.column);
    else if (part) {
      map.walking.go(node);
      more.options(node, part);
    } else if (row.lane === null) {
      const field = target.closest("[data-field]")?.dataset.field;
      if (field) cells.write(node, { field });
    } else if (target.closest(".words, .photo img") && map.grid.itemOf(node)?.ref) cells.write(node);
    else if (node === cell.node && !cell.items.length) cells.write(node);
    else if (node === cell.node) cells.more(node);
    else if (map.grid.itemOf(node)?.ref && !node.classList.contains("felt")) cells.write(node);
  });
  map.sheet.addEventListener("contextmenu", (event) => {
    const node = event.target.closest(".item, [data-cell]");
    if (!node || !map.edits || event.target.closest("textarea")) return;
    event.preventDefault();
    if (map.sheet.classList.contains("dragging")) return;
    map.walking.go(node);
    more.options(node);
  });
}
