/**
 * Which lanes are shown: those of the story always, others where something stands in them, the blueprint when wanted.
 * A choice is kept for this person on this device.
 */
export class Shown {
  /** @param {string} base  The document's address, under which it is kept. */
  constructor(base) {
    this._key = `waypost-lanes ${base}`;
    /** @type {Object<string, boolean>} */ this._chosen = {};
    try {
      this._chosen = JSON.parse(localStorage.getItem(this._key) ?? "{}");
    } catch { /* a private window, or something else's */ }
    this._filled = new Set();
  }

  /** @param {import("./lanes.js").Lane} lane @param {import("./map.js").JourneyMap} map */
  has(lane, map) {
    if (lane.id in this._chosen) return this._chosen[lane.id];
    if (lane.group === "blueprint") return Boolean(this._chosen.blueprint);
    if (lane.group !== "detail") return true;
    return this._filled.has(lane.id) || this._fills(lane, map);
  }

  /** Whether anything stands in a lane; once seen it stays, so that taking the last thing away does not take the lane. */
  _fills(lane, { journey, world }) {
    const filled = (journey.phases ?? []).some((phase) => lane.read({ ...phase, touchpoints: [] }, "Phase", world).length
      || (phase.steps ?? []).some((step) => lane.read(step, "Step", world).length));
    if (filled) this._filled.add(lane.id);
    return filled;
  }

  /** @param {string} id  A lane's, or "blueprint". @param {boolean} shown */
  choose(id, shown) {
    this._chosen[id] = shown;
    try {
      localStorage.setItem(this._key, JSON.stringify(this._chosen));
    } catch { /* for this page only */ }
  }
}
