/**
 * How it feels: what is assumed (dashed, hollow) and what customers reported (solid), never mixed. The lines are one
 * drawing behind the cells; each cell holds its own points, so that the assumed one can be moved by hand and by keyboard.
 *
 * @typedef {import("./columns.js").Column} Column
 * @typedef {{column: number, level: number, low: number, high: number}} Point
 */
import { h, svg } from "../making.js";

export const HEIGHT = 176;
const INSET = 26;
export const LIMIT = 2;

/** Where a level stands, in pixels from the top. @param {number} level */
export const heightOf = (level) => INSET + ((LIMIT - level) / (2 * LIMIT)) * (HEIGHT - 2 * INSET);

/** The level at a height, to a tenth. @param {number} y */
export const levelAt = (y) => tidy(LIMIT - ((y - INSET) / (HEIGHT - 2 * INSET)) * 2 * LIMIT);

/** A level that can be kept: within the limits, to a tenth. @param {number} level */
export const tidy = (level) => Math.max(-LIMIT, Math.min(LIMIT, Math.round(level * 10) / 10)) + 0;

/** "+0.4", "−1.4", "0". @param {number} level */
export const signed = (level) => (level === 0 ? "0" : `${level > 0 ? "+" : "−"}${Math.abs(Math.round(level * 10) / 10)}`);

/** The points of one cell. @param {any} item @param {Column} column @param {boolean} edits @returns {Node[]} */
export function drawPoints(item, column, edits) {
  if (!item) return [];
  const { emotion, reported } = item;
  const level = emotion?.level ?? null;
  const told = [level === null ? "not assumed yet" : `assumed ${signed(level)}`, ...(reported?.facts ?? [])].join(", ");
  const slider = edits
    ? { role: "slider", "aria-valuemin": "-2", "aria-valuemax": "2", "aria-valuenow": String(level ?? 0), "aria-valuetext": told, "aria-orientation": "vertical" }
    : { role: "img" };
  const name = edits ? `How it feels: ${column.step.name}` : `How it feels: ${column.step.name}, ${told}`;
  return [
    h("div", { class: level === null ? "item felt unset" : "item felt", tabindex: "-1", "aria-label": name, ...slider, title: emotion?.evoked_by ? `evoked by: ${emotion.evoked_by}` : null,
      data: { item: item.key, id: item.id, shape: "felt" }, style: { top: `${heightOf(level ?? 0)}px` } },
    h("span", { class: "felt-figure", text: level === null ? "" : signed(level) })),
    reported ? h("div", { class: reported.level <= -0.5 ? "reported-point bad" : "reported-point", title: reported.facts.join(", "), style: { top: `${heightOf(reported.level)}px` } }) : null,
    h("p", { class: "felt-base", "aria-hidden": "true" },
      emotion?.n ? h("span", { class: "assumed", text: String(emotion.n) }) : null, reported?.n ? h("span", { class: "reported", text: String(reported.n) }) : null),
  ].filter(Boolean);
}

export class Curve {
  constructor() {
    const path = (name) => svg("path", { class: name, "vector-effect": "non-scaling-stroke" });
    this._paths = { bandAssumed: path("band-assumed"), bandReported: path("band-reported"), assumed: path("assumed"), reported: path("reported") };
    this._rules = [2, 0, -2].map((level) => svg("line", { class: level ? "rule" : "zero", x1: "0", x2: "1", y1: heightOf(level), y2: heightOf(level), "vector-effect": "non-scaling-stroke" }));
    /** The drawing, for the emotion row to carry. */
    this.node = svg("svg", { class: "curve", preserveAspectRatio: "none", "aria-hidden": "true" }, ...this._rules, ...Object.values(this._paths));
    this._sign = "";
  }

  /**
   * @param {Column[]} columns @param {Object<string, any>} feelings
   * @param {{id: string, level: number} | null} [moving]  A point that is under somebody's hand.
   */
  draw(columns, feelings, moving = null) {
    const assumed = columns.flatMap(({ step, index }) => {
      const level = moving && step?.id === moving.id ? moving.level : step?.emotion?.level;
      const spread = step?.emotion?.spread ?? 0;
      return level === undefined ? [] : [point(index, level, level - spread, level + spread)];
    });
    const reported = columns.flatMap(({ step, index }) => {
      const felt = step && feelings[step.id];
      return felt ? [point(index, felt.level, felt.low, felt.high)] : [];
    });
    const sign = JSON.stringify([columns.length, assumed, reported]);
    if (sign === this._sign) return;
    this._sign = sign;
    const width = Math.max(1, columns.length);
    this.node.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    for (const rule of this._rules) rule.setAttribute("x2", String(width));
    this._paths.bandAssumed.setAttribute("d", band(assumed));
    this._paths.bandReported.setAttribute("d", band(reported));
    this._paths.assumed.setAttribute("d", joined(assumed));
    this._paths.reported.setAttribute("d", joined(reported));
  }
}

const within = (level) => Math.max(-LIMIT, Math.min(LIMIT, level));
const point = (column, level, low, high) => ({ column, level, low: within(low), high: within(high) });

/** Neighbouring points that a line may join. @param {Point[]} points @returns {Point[][]} */
function runs(points) {
  const found = [];
  for (const each of points) {
    const last = found.at(-1)?.at(-1);
    if (last?.column === each.column - 1) found.at(-1).push(each);
    else found.push([each]);
  }
  return found;
}

const joined = (points) => runs(points).filter((run) => run.length > 1)
  .map((run) => smooth(run.map(({ column, level }) => [column + 0.5, heightOf(level)]), "M")).join(" ");

const band = (points) => runs(points).filter((run) => run.length > 1 && run.some(({ low, high }) => low !== high)).map((run) => {
  const top = run.map(({ column, high }) => [column + 0.5, heightOf(high)]);
  const bottom = run.toReversed().map(({ column, low }) => [column + 0.5, heightOf(low)]);
  return `${smooth(top, "M")} ${smooth(bottom, "L")} Z`;
}).join(" ");

/** A smooth line that never overshoots a point. */
function smooth(points, start) {
  let [[x, y]] = points;
  let path = `${start}${x},${y.toFixed(1)}`;
  for (const [nextX, nextY] of points.slice(1)) {
    const middle = (x + nextX) / 2;
    path += `C${middle},${y.toFixed(1)} ${middle},${nextY.toFixed(1)} ${nextX},${nextY.toFixed(1)}`;
    [x, y] = [nextX, nextY];
  }
  return path;
}
