/** The check of the journey: looked at again when changes have settled, with its marks by element. */

const SETTLED = 1000;

export class Checks {
  /** @param {import("./asking.js").Asking} asking @param {string} slug @param {import("../document/store.js").Store} store */
  constructor(asking, slug, store) {
    Object.assign(this, { _asking: asking, _slug: slug, _store: store, _listeners: new Set() });
    /** What the check said last; null before. @type {Report | null}
     * @typedef {{rule: string, severity: "error" | "warning" | "hint", element: string, document: string, message: string,
     *   title: string, reason: string, fix: string, practice: string, field: string | null,
     *   offers: {label: string, edits: import("../document/tree.js").Edit[]}[]}} Remark
     * @typedef {{revision: number, lifecycle: string, next: string | null, strengths: string[], remarks: Remark[], later: Remark[]}} Report */
    this.report = null;
    store.subscribe(({ changed, removed }) => changed.size + removed.size && this._soon());
    void this.look();
  }

  /** What is to be looked at, by element: how much there is, and how grave it is at worst.
   * @returns {Map<string, {count: number, severity: Remark["severity"]}>} */
  get marks() {
    const found = new Map();
    for (const { document: home, element, severity } of this.report?.remarks ?? []) {
      if (home !== this._slug || element === home) continue;
      const known = found.get(element);
      found.set(element, known ? { ...known, count: known.count + 1 } : { count: 1, severity });
    }
    return found;
  }

  /** Ask again now. */
  async look() {
    const report = await this._asking.check(this._slug);
    if (!report || report.revision < (this.report?.revision ?? 0)) return; // an older answer came later
    this.report = report;
    if (report.revision < this._store.revision) this._soon();
    for (const listener of this._listeners) listener(report);
  }

  /** @param {(report: Report) => void} listener */
  subscribe(listener) {
    this._listeners.add(listener);
    if (this.report) listener(this.report);
  }

  /** The server reads what it has: what is on its way there is waited for. */
  _soon() {
    clearTimeout(this._later);
    this._later = setTimeout(() => (this._store.waiting ? this._soon() : void this.look()), SETTLED);
  }
}
