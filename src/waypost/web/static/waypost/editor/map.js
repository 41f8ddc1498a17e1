/**
 * The map of one journey: its document, its lanes, the grid that shows them, and the one way to change it.
 *
 * @typedef {import("./lanes.js").Lane} Lane
 */
import { toast } from "../toast.js";
import { Arcs } from "./arcs.js";
import { Curve, drawPoints } from "./curve.js";
import { h } from "../making.js";
import { Grid } from "./grid.js";
import { lanesOf, ROUTES } from "./lanes.js";
import { Shown } from "./shown.js";
import { Walking } from "./walking.js";

export class JourneyMap {
  /**
   * @param {HTMLElement} scroller  Holds the head and the sheet, and scrolls both ways.
   * @param {import("../document/store.js").Store} store @param {any} given
   */
  constructor(scroller, store, given) {
    Object.assign(this, { scroller, store, given });
    this.edits = given.edits && !store.readOnly;
    this.sheet = h("div", { class: "sheet", role: "grid", "aria-label": "Map" });
    this.world = { findings: given.findings, feelings: given.feelings, routes: new Map(), names: new Map() };
    this.shown = new Shown(given.base);
    this.curve = new Curve();
    this.arcs = new Arcs();
    this.grid = new Grid(this.sheet, this.world, this.edits, ROUTES);
    this.grid.ways.set("emotion", ([item], column) => drawPoints(item, column, this.edits));
    this.walking = new Walking(this.grid);
    this._more = [];
    this._drawnListeners = new Set();
    this._said = document.getElementById("said");
    new ResizeObserver(() => this.measure()).observe(this.sheet);
  }

  get tree() {
    return this.store.tree;
  }

  get journey() {
    return this.store.document;
  }

  /** All lanes of the journey; those that others added stand below the story. @returns {Lane[]} */
  get lanes() {
    const own = lanesOf(this.journey);
    const story = own.findLastIndex(({ group }) => group === "story") + 1;
    return this._more.length ? own.toSpliced(story, 0, ...this._more) : own;
  }

  /**
   * Show lanes that stand in no document, as measured ones.
   * @param {Lane[]} lanes  In place of those added before. @param {Object<string, (items: any[], column: any) => Node[]>} [ways]
   * How a lane draws its cells, where it does so itself: lane id → items and column → nodes.
   */
  addLanes(lanes, ways = {}) {
    for (const [id, way] of Object.entries(ways)) this.grid.ways.set(id, way);
    this._more = lanes;
    this.draw({ anew: true });
  }

  /** Show everything as it is now. @param {{anew?: boolean}} [how]  `anew`: the evidence or the lanes changed, not the document alone. */
  draw({ anew = false } = {}) {
    this._world();
    this.walking.remember();
    const lanes = this.lanes.filter((lane) => this.shown.has(lane, this));
    this.grid.draw(this.journey, lanes, { anew });
    this._overlays();
    this.walking.recover();
    for (const listener of this._drawnListeners) listener();
  }

  /** Hear when the map was drawn. @param {() => void} listener */
  whenDrawn(listener) {
    this._drawnListeners.add(listener);
  }

  _world() {
    const { routes = [], phases = [] } = this.journey;
    if (routes === this._routes && phases === this._phases) return;
    Object.assign(this, { _routes: routes, _phases: phases });
    this.world.routes = Map.groupBy ? Map.groupBy(routes, ({ origin }) => origin) : grouped(routes);
    this.world.names = new Map(phases.flatMap((phase) => (phase.steps ?? []).map((step) => [step.id, step.name])));
  }

  _overlays() {
    const emotion = this.grid.row("lane:emotion");
    if (emotion && !emotion.extra) {
      emotion.extra = [this.curve.node];
      emotion.node.append(this.curve.node);
    }
    this.curve.draw(this.grid.columns, this.world.feelings, this.moving ?? null);
    const ways = this.grid.row("lane:routes");
    if (ways && !ways.extra) {
      ways.extra = [this.arcs.node];
      ways.node.append(this.arcs.node);
    }
    this.measure();
  }

  /** What depends on how large things came out. */
  measure() {
    const names = [...this.sheet.querySelectorAll(".phase h2")].map((name) => name.parentElement.offsetTop + name.offsetTop + name.offsetHeight);
    const phases = Math.max(24, ...names) + 2;
    const step = this.sheet.querySelector(".row.steps > .step");
    this.scroller.style.setProperty("--phases", `${phases}px`);
    this.scroller.style.setProperty("--head", `${phases + (step?.offsetHeight ?? 0)}px`);
    if (step && this.journey.routes?.length) this.arcs.draw(this.grid.columns, this.journey.routes, step.offsetWidth);
  }

  /**
   * Change the document and say so.
   * @param {import("../document/tree.js").Edit[]} edits @param {string} label  What was done, in words.
   * @param {{focus?: string | null, undo?: boolean, quiet?: boolean}} [how]  `focus`: the element or item to go to;
   * `undo`: offer the way back at once; `quiet`: seen well enough.
   * @returns {boolean} whether it could be done
   */
  change(edits, label, { focus = null, undo = false, quiet = false } = {}) {
    if (!edits.length) return true;
    for (const past of document.querySelectorAll("#toasts .toast:not(.bad)")) past.remove();
    try {
      this.store.change(edits, label);
    } catch (error) {
      this.refuse(error.message);
      return false;
    }
    if (focus) this.walking.go(this.walking.of(focus));
    if (undo) toast(`${label}.`, { action: "Undo", act: () => this.undo() });
    else if (!quiet) this.say(label);
    return true;
  }

  /** Make edits that may not be possible, then change. @param {() => import("../document/tree.js").Edit[]} make */
  attempt(make, label, how) {
    try {
      return this.change(make(), label, how);
    } catch (error) {
      this.refuse(error.message);
      return false;
    }
  }

  undo() {
    this._back(this.store.undo(), "Undone", "Nothing to undo.");
  }

  redo() {
    this._back(this.store.redo(), "Done again", "Nothing to do again.");
  }

  _back({ done, label, said }, did, nothing) {
    if (!done && said) toast(`${said}.`, { bad: true });
    else this.say(done ? `${did}: ${label || "your last change"}` : nothing);
  }

  /** Say something to whoever listens rather than looks. @param {string} words */
  say(words) {
    this._said.textContent = "";
    requestAnimationFrame(() => { this._said.textContent = words; });
  }

  /** Say why something could not be done. @param {string} why  Without its subject. */
  refuse(why) {
    toast(`${why.charAt(0).toUpperCase()}${why.slice(1)}${why.endsWith(".") ? "" : "."}`, { bad: true });
  }
}

function grouped(routes) {
  const found = new Map();
  for (const route of routes) found.set(route.origin, [...(found.get(route.origin) ?? []), route]);
  return found;
}
