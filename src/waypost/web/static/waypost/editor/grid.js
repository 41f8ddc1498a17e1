/**
 * The map as a grid: a row of phases, one of steps, one a lane. Only what changed is drawn again: a column whose step is
 * the same as before is left alone, and within a changed column every cell that shows the same.
 *
 * @typedef {import("./columns.js").Column} Column
 * @typedef {import("./lanes.js").Lane} Lane
 * @typedef {import("./lanes.js").Item} Item
 * @typedef {object} Cell  @property {HTMLElement} node @property {string} sign @property {Item[]} items @property {Column} column
 * @typedef {object} Row
 * @property {string} key @property {HTMLElement} node @property {HTMLElement} label @property {Map<string, Cell>} cells
 * @property {Lane | null} lane @property {Node[]} [extra]  Drawn over the row. @property {HTMLElement} [above]
 */
import { columnsOf } from "./columns.js";
import { arrange } from "./dom.js";
import { h } from "../making.js";
import { drawPhase, drawStep } from "./heads.js";
import { drawItem } from "./items.js";

export class Grid {
  /** @param {HTMLElement} sheet @param {import("./lanes.js").World} world @param {boolean} edits @param {Lane} routes */
  constructor(sheet, world, edits, routes) {
    Object.assign(this, { sheet, world, edits, routes });
    /** @type {Column[]} */ this.columns = [];
    /** @type {import("./columns.js").Span[]} */ this.spans = [];
    /** @type {Row[]} */ this.rows = [];
    /** Lanes drawn in a way of their own: lane id → nodes of a cell. @type {Map<string, (items: Item[], column: Column) => Node[]>} */
    this.ways = new Map();
    /** Cells that are not drawn again while somebody writes in them. @type {Set<HTMLElement>} */
    this.held = new Set();
    this._rows = new Map();
    this._drawn = new Map();
    this._lanes = [];
    this._head = h("div", { class: "head", role: "rowgroup" });
    this._body = h("div", { class: "body", role: "rowgroup" });
    sheet.replaceChildren(this._head, this._body);
  }

  /**
   * Show the journey as it is now.
   * @param {import("../document/values.js").Element} journey @param {Lane[]} lanes  Those that are shown.
   * @param {{anew?: boolean}} [how]  `anew`: what is shown besides the document is another.
   */
  draw(journey, lanes, { anew = false } = {}) {
    const { columns, spans } = columnsOf(journey);
    const other = lanes.length !== this._lanes.length || lanes.some((lane, index) => lane.id !== this._lanes[index].id || lane.name !== this._lanes[index].name);
    const structure = other || columns.length !== this.columns.length || columns.some(({ key }, index) => key !== this.columns[index].key)
      || spans.some(({ phase, span }, index) => phase.id !== this.spans[index]?.phase.id || span !== this.spans[index].span);
    Object.assign(this, { columns, spans, _lanes: lanes });
    this.sheet.style.setProperty("--columns", String(Math.max(1, columns.length)));
    const ways = journey.routes?.length ? this._lane(this.routes, journey, true) : [];
    const heads = [this._phases(journey), ...ways, this._steps()];
    const before = this.rows;
    this.rows = [...heads, ...lanes.flatMap((lane) => this._lane(lane, journey, anew || other))];
    const changed = structure || before.length !== this.rows.length || before.some((row, index) => row !== this.rows[index]);
    for (const { step, phase, key } of columns) this._drawn.set(key, step ?? phase);
    if (changed) this._settle(heads.length);
  }

  /** The rows in order, and where each stands. @param {number} heads  How many of them stay in sight. */
  _settle(heads) {
    arrange(this._head, this.rows.slice(0, heads).map(({ node }) => node));
    arrange(this._body, this.rows.slice(heads).flatMap((row) => (row.above ? [row.above, row.node] : [row.node])));
    this.sheet.setAttribute("aria-rowcount", String(this.rows.length));
    this.sheet.setAttribute("aria-colcount", String(this.columns.length + 1));
    this.rows.forEach(({ node }, index) => node.setAttribute("aria-rowindex", String(index + 1)));
    const alive = new Set(this.columns.map(({ key }) => key));
    for (const key of this._drawn.keys()) if (!alive.has(key)) this._drawn.delete(key);
  }

  _row(key, name, lane, label) {
    const known = this._rows.get(key);
    if (known) return known;
    const row = { key, lane, label, node: h("div", { class: `row ${name}`, role: "row", data: { row: key } }, label), cells: new Map() };
    this._rows.set(key, row);
    return row;
  }

  /** @param {Row} row @param {Cell[]} cells */
  _fill(row, cells) {
    const keys = new Set(cells.map(({ column }) => column.key));
    for (const [key] of row.cells) if (!keys.has(key)) row.cells.delete(key);
    arrange(row.node, [row.label, ...cells.map(({ node }) => node), ...(row.extra ?? [])]);
  }

  _phases(journey) {
    const row = this._row("phases", "phases", null, h("div", { class: "label corner", role: "gridcell", "aria-colindex": "1" }, h("span", { class: "unseen", text: "Phases" })));
    const cells = this.spans.map(({ phase, number, column, span }) => {
      const cell = this._cell(row, { ...this.columns[column], key: `phase:${phase.id}`, span, number }, "phase", "columnheader");
      const sign = JSON.stringify([phase.name, phase.goal, phase.any_order, number, span]);
      spread(cell.node, { span });
      if (cell.sign !== sign && !this.held.has(cell.node)) {
        Object.assign(cell.node.dataset, { id: phase.id, item: phase.id });
        cell.node.replaceChildren(...drawPhase(phase, number, this.edits));
        cell.sign = sign;
      }
      return cell;
    });
    this._fill(row, cells);
    return row;
  }

  _steps() {
    const row = this._row("steps", "steps", null, h("div", { class: "label corner", role: "gridcell", "aria-colindex": "1" }, h("span", { class: "unseen", text: "Steps" })));
    const cells = this.columns.map((column) => {
      const cell = this._cell(row, column, "step", "columnheader");
      const { step } = column;
      cell.node.classList.toggle("begins", column.first);
      const sign = step ? JSON.stringify([step.name, step.optional, step.opens]) : "";
      if ((cell.sign !== sign || !cell.drawn) && !this.held.has(cell.node)) {
        cell.drawn = true;
        cell.node.dataset.id = column.key;
        cell.node.dataset.item = column.key;
        cell.node.replaceChildren(...drawStep(step, this.edits));
        cell.sign = sign;
      }
      return cell;
    });
    this._fill(row, cells);
    return row;
  }

  /** A lane's rows: one over whole phases where anything hangs on them, and one a step. */
  _lane(lane, journey, anew) {
    const over = lane.id === "emotion" ? [] : this._over(lane);
    const row = this._row(`lane:${lane.id}`, `lane lane-${lane.group} lane-${lane.id}`, lane, laneLabel(lane));
    if (anew) this._relabel(row, lane);
    row.lane = lane;
    row.above = lane.border ? (row.above ?? border(lane.border)) : null;
    const cells = joined(lane, this.columns).map((column) => this._laneCell(row, lane, column, column.step, "Step", anew));
    this._fill(row, cells);
    return [...over, row];
  }

  _over(lane) {
    const marked = this.spans.map(({ phase }) => lane.read({ ...phase, touchpoints: [] }, "Phase", this.world));
    if (!marked.some((items) => items.length)) return [];
    const row = this._row(`over:${lane.id}`, `lane over lane-${lane.group}`, lane, h("div", { class: "label", role: "rowheader", "aria-colindex": "1" },
      h("b", { text: lane.name }), h("span", { text: "over a whole phase" })));
    row.lane = lane;
    const cells = this.spans.map(({ phase, column, span }) => {
      return this._laneCell(row, lane, { ...this.columns[column], key: `phase:${phase.id}`, phase, step: null, span }, phase, "Phase", true);
    });
    this._fill(row, cells);
    return [row];
  }

  _laneCell(row, lane, column, element, kind, anew) {
    const cell = this._cell(row, column, "cell", "gridcell");
    if (column.span) spread(cell.node, column);
    if (!element) return cell;
    if (!anew && cell.sign && this._drawn.get(column.key) === element) return cell;
    const items = lane.read(element, kind, this.world);
    const sign = JSON.stringify(items);
    cell.node.setAttribute("aria-label", items.length ? lane.name : `${lane.name}, ${element.name}: nothing yet`);
    if (sign === cell.sign || this.held.has(cell.node)) return cell;
    const way = this.ways.get(lane.id);
    cell.items = items;
    cell.sign = sign;
    cell.node.classList.toggle("bare", !items.length);
    cell.node.replaceChildren(...(way ? way(items, column) : items.map((item) => drawItem(item, lane.word))));
    return cell;
  }

  /** @returns {Cell} */
  _cell(row, column, name, role) {
    let cell = row.cells.get(column.key);
    if (!cell) {
      const node = h("div", { class: name, role, tabindex: "-1", data: { cell: column.key, row: row.key } });
      cell = { node, sign: "", items: [], column };
      row.cells.set(column.key, cell);
    }
    if (cell.column.index !== column.index || !cell.node.hasAttribute("aria-colindex")) cell.node.setAttribute("aria-colindex", String(column.index + 2));
    cell.column = column;
    return cell;
  }

  _relabel(row, lane) {
    const label = laneLabel(lane);
    row.label.replaceChildren(...label.childNodes);
  }

  /** Have a cell drawn again as the document says. @param {HTMLElement} node */
  release(node) {
    this.held.delete(node);
    const found = this.cellOf(node);
    if (found) found.cell.sign = "";
    if (found?.row.lane === null) found.cell.drawn = false;
    this._drawn.delete(node.dataset.cell);
  }

  /** The row and cell that hold a node. @param {Element | null} node @returns {{row: Row, cell: Cell} | null} */
  cellOf(node) {
    const holder = node?.closest?.("[data-cell]");
    const row = holder && this._rows.get(holder.dataset.row);
    const cell = row?.cells.get(holder.dataset.cell);
    return cell ? { row, cell } : null;
  }

  /** The item that a node shows. @param {Element | null} node @returns {Item | null} */
  itemOf(node) {
    const key = node?.closest?.(".item")?.dataset.item;
    return this.cellOf(node)?.cell.items.find((item) => item.key === key) ?? null;
  }

  /** @param {string} key @returns {Row | undefined} */
  row(key) {
    return this.rows.find((row) => row.key === key);
  }
}

/** The columns of a lane; neighbours that say one thing together are one. @param {Lane} lane @param {Column[]} columns @returns {Column[]} */
function joined(lane, columns) {
  if (!lane.joins) return columns;
  const found = [];
  for (const column of columns) {
    const run = column.step && lane.joins(column.step.id);
    const last = found.at(-1);
    if (run && last?.run === run) {
      last.span += 1;
      last.keys.push(column.key);
    } else found.push({ ...column, run, span: 1, keys: [column.key] });
  }
  return found;
}

/** A cell over as many columns as it stands for. */
function spread(node, { span, keys }) {
  node.style.setProperty("--span", String(span));
  node.setAttribute("aria-colspan", String(span));
  if (keys) node.dataset.over = keys.join(" ");
}

function laneLabel(lane) {
  return h("div", { class: "label", role: "rowheader", "aria-colindex": "1", data: { lane: lane.id } }, h("b", { dir: "auto", text: lane.name }), lane.hint ? h("span", { dir: "auto", text: lane.hint }) : null);
}

const border = (name) => h("div", { class: "border", role: "presentation" }, h("span", { text: name }));
