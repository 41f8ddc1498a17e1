/** Writes down what is not acknowledged, one writing after the other: the newest state is written last. */
export class Keeper {
  /** @param {import("./storage.js").Drawer} storage @param {string} document @param {string} session */
  constructor(storage, document, session) {
    this._storage = storage;
    this._place = { document, session };
    this._next = null;
    this._writing = null;
  }

  /**
   * Resolves when this state, or a newer one, is kept.
   * @param {import("./rebase.js").State} state
   * @returns {Promise<void>}
   */
  keep(state) {
    this._next = state;
    this._writing ??= this._write();
    return this._writing;
  }

  async _write() {
    await null;
    while (this._next) {
      const { confirmed, pending, conflicts } = this._next;
      this._next = null;
      try {
        const kept = { ...this._place, confirmed: confirmed.document, pending, conflicts };
        if (pending.length || conflicts.length) await this._storage.put(kept);
        else await this._storage.drop(this._place.document, this._place.session);
      } catch {
        // Where nothing can be kept, the open page still sends it.
      }
    }
    this._writing = null;
  }
}
