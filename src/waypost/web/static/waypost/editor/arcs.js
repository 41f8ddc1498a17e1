/** The ways between steps, drawn as arcs above them: higher the farther they lead, with a head where they land. */
import { svg } from "../making.js";

const LOW = 12;
const STEP = 5;
/** How far an arc takes to rise and to land; between, it runs level, however long it is. */
const BEND = 44;
export const HIGHEST = 34;

export class Arcs {
  constructor() {
    /** The drawing, for the row of ways to carry. */
    this.node = svg("svg", { class: "arcs", "aria-hidden": "true" });
    this._sign = "";
  }

  /**
   * @param {import("./columns.js").Column[]} columns @param {any[]} routes @param {number} width  Of one column, in pixels.
   */
  draw(columns, routes, width) {
    const at = new Map(columns.map(({ step, index }) => [step?.id, index]));
    const drawn = routes.filter(({ origin, target, kind }) => at.has(origin) && at.has(target) && (kind ?? "next") !== "next");
    const sign = JSON.stringify([width, drawn.map(({ id, kind, origin, target }) => [id, kind, at.get(origin), at.get(target)])]);
    if (sign === this._sign) return;
    this._sign = sign;
    this.node.setAttribute("viewBox", `0 0 ${columns.length * width} ${HIGHEST}`);
    this.node.replaceChildren(...drawn.flatMap((route) => arc(route, at.get(route.origin), at.get(route.target), width)));
  }
}

function arc({ id, kind }, origin, target, width) {
  const middle = (column) => (column + 0.5) * width;
  const rise = Math.min(HIGHEST - 4, LOW + STEP * Math.abs(target - origin));
  const [from, to] = origin === target ? [middle(origin) - 12, middle(origin) + 12] : [middle(origin) + (target > origin ? 8 : -8), middle(target) - (target > origin ? 8 : -8)];
  const top = HIGHEST - rise;
  const base = HIGHEST - 3;
  const bend = Math.sign(to - from) * Math.min(BEND, Math.abs(to - from) / 2);
  return [
    svg("path", { class: `way ${kind}`, "data-route": id, d: `M${from},${base}Q${from},${top} ${from + bend},${top}H${to - bend}Q${to},${top} ${to},${base - 4}` }),
    svg("path", { class: "tip-of-way", "data-route": id, d: `M${to},${base + 2}l-4,-7h8z` }),
  ];
}
