/**
 * Where the keyboard is on the map: one place at a time (roving tabindex), walked with the arrows, found again after
 * the map was drawn anew.
 */
import { selection } from "./selection.js";

export class Walking {
  /** @param {import("./grid.js").Grid} grid */
  constructor(grid) {
    this.grid = grid;
    /** @type {HTMLElement | null} */ this.node = null;
    this._place = null;
    this._had = false;
    /** Brings a place into sight where only a part of the map is shown. @type {(node: HTMLElement) => void} */
    this.reveal = () => {};
    grid.sheet.addEventListener("focusin", ({ target }) => {
      const node = target.closest(".item, [data-cell]");
      if (node) this.stand(node);
    });
  }

  /** The keyboard's place is here from now on, wherever the keyboard is. @param {HTMLElement} node */
  stand(node) {
    if (this.node && this.node !== node) this.node.tabIndex = -1;
    node.tabIndex = 0;
    this.node = node;
    const { row, cell } = this.grid.cellOf(node);
    this._place = { row: row.key, cell: cell.column.key, item: node.dataset.item ?? null, column: cell.column.index, at: itemsIn(cell.node).indexOf(node) };
    selection.select(node.dataset.id ?? cell.column.step?.id ?? cell.column.phase.id);
  }

  /** Put the keyboard at a place. @param {HTMLElement | null | undefined} node */
  go(node) {
    if (!node) return;
    this.reveal(node);
    node.focus({ preventScroll: false });
  }

  /** Before the map is drawn. */
  remember() {
    this._had = this.grid.sheet.contains(document.activeElement);
  }

  /** After it was drawn: the keyboard is where it was, or as near as can be. */
  recover() {
    const { sheet } = this.grid;
    if (this.node && !this.node.isConnected) this.node = this._place ? this.find(this._place) : null;
    if (!this.node || !sheet.contains(this.node)) this.node = sheet.querySelector(".item, [data-cell]");
    if (!this.node) return;
    this.node.tabIndex = 0;
    if (this._had && !sheet.contains(document.activeElement)) this.node.focus();
  }

  /** The node of a place. @param {{row: string, cell: string, item?: string | null, column?: number, at?: number}} place */
  find({ row: key, cell: cellKey, item = null, column = 0, at = 0 }) {
    const row = this.grid.row(key) ?? this.grid.row("steps");
    const cells = [...row.cells.values()].sort((a, b) => a.column.index - b.column.index);
    const cell = row.cells.get(cellKey) ?? cells.findLast((each) => each.column.index <= column) ?? cells[0];
    if (!cell) return null;
    const items = itemsIn(cell.node);
    return (item && items.find((node) => node.dataset.item === item)) || items[Math.min(Math.max(at, 0), items.length - 1)] || cell.node;
  }

  /** The place that shows an element, the whole step where it has no place of its own. @param {string} id */
  of(id) {
    const { sheet } = this.grid;
    return sheet.querySelector(`.item[data-item="${CSS.escape(id)}"]`) ?? sheet.querySelector(`[data-cell][data-id="${CSS.escape(id)}"]`)
      ?? sheet.querySelector(`.item[data-id="${CSS.escape(id)}"]`);
  }

  /** One step in a direction. @param {"left" | "right" | "up" | "down" | "start" | "end" | "top" | "bottom" | "page-up" | "page-down"} way */
  step(way) {
    if (!this.node) return;
    const { row, cell } = this.grid.cellOf(this.node);
    const items = itemsIn(cell.node);
    const at = items.indexOf(this.node);
    const rows = this.grid.rows.filter(({ node }) => node.checkVisibility());
    const index = rows.indexOf(row);
    const { index: column, span = 1 } = cell.column;
    switch (way) {
      case "left":
        return this._to(row, column - 1, at);
      case "right":
        return this._to(row, column + span, at);
      case "down":
        return at >= 0 && at < items.length - 1 ? this.go(items[at + 1]) : this._to(rows[index + 1], column, 0);
      case "up":
        return at > 0 ? this.go(items[at - 1]) : this._to(rows[index - 1], column, Infinity);
      case "start":
        return this._to(row, 0, at);
      case "end":
        return this._to(row, this.grid.columns.length - 1, at);
      case "top":
        return this._to(rows[0], column, 0);
      case "bottom":
        return this._to(rows.at(-1), column, 0);
      default:
        return this._to(rows[Math.max(0, Math.min(rows.length - 1, index + (way === "page-down" ? 4 : -4)))], column, 0);
    }
  }

  _to(row, column, at) {
    if (!row || column < 0 || column >= this.grid.columns.length) return;
    const cell = [...row.cells.values()].find((each) => each.column.index <= column && column < each.column.index + (each.column.span ?? 1));
    if (!cell) return;
    const items = itemsIn(cell.node);
    this.go(items[Math.min(Math.max(at, 0), items.length - 1)] ?? cell.node);
  }

  /** The cell one further in the same lane, for Tab while writing. @param {1 | -1} way */
  onward(way) {
    this.step(way === 1 ? "right" : "left");
  }
}

/** The items a cell holds, as places for the keyboard. @param {HTMLElement} cell @returns {HTMLElement[]} */
export const itemsIn = (cell) => [...cell.querySelectorAll(":scope > .item")];
