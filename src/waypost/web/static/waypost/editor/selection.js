/**
 * What is selected on the map: one element, by its id. The map, the panel and the presence of others follow it.
 *
 * @typedef {string | null} Selected  An element's id; null: the journey itself.
 */
class Selection {
  constructor() {
    /** @type {Selected} */
    this.current = null;
    this._listeners = new Set();
  }

  /**
   * Another element is meant from now on.
   * @param {Selected} id
   * @param {{focus?: boolean}} [how]  With `focus` the map also scrolls to it and puts the keyboard there.
   */
  select(id, { focus = false } = {}) {
    if (id === this.current && !focus) return;
    this.current = id;
    for (const listener of this._listeners) listener(id, { focus });
  }

  /**
   * Hear of every change. Gives what ends it.
   * @param {(id: Selected, how: {focus: boolean}) => void} listener
   * @returns {() => void}
   */
  subscribe(listener) {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }
}

export const selection = new Selection();
