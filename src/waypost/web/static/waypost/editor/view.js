/** How much of the map is seen: at full size, the whole at once, or one step at a time, which is how a telephone reads. */
import { oneStep } from "./onestep.js";
import { zooming } from "./zoom.js";

const narrow = matchMedia("(max-width: 760px)");

/** @typedef {"full" | "whole" | "single"} View */

export class Viewing {
  /** @param {import("./map.js").JourneyMap} map */
  constructor(map) {
    /** @type {View} */ this.view = "full";
    this._ways = { whole: zooming(map), single: oneStep(map) };
    this._listeners = new Set();
    const natural = () => this.show(narrow.matches ? "single" : "full");
    narrow.addEventListener("change", natural);
    natural();
  }

  /** @param {View} view */
  show(view) {
    if (view === this.view) return;
    this._ways[this.view]?.(false);
    this.view = view;
    this._ways[view]?.(true);
    for (const listener of this._listeners) listener(view);
  }

  /** To a view, or from it back to full size. @param {View} view */
  turn(view) {
    this.show(this.view === view ? "full" : view);
  }

  /** Hear which one it is, now and later. @param {(view: View) => void} listener */
  follow(listener) {
    this._listeners.add(listener);
    listener(this.view);
  }
}
