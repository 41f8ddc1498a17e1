/** What the panel asks the server: names of what references mean, whether a condition can be read, the check. */

export class Asking {
  /** @param {string} workspace  The workspace's address: `/w/acme/`. */
  constructor(workspace) {
    this._workspace = workspace;
    this._asked = 0;
  }

  /** What a reference can name. @param {string} words @param {string[]} kinds @returns {Promise<Found[]>}
   * @typedef {{reference: string, label: string, word: string, document: string}} Found */
  async search(words, kinds) {
    const query = new URLSearchParams({ q: words, kinds: kinds.join(",") });
    return (await this._json(`references?${query}`))?.found ?? [];
  }

  /** What these references name. @param {string[]} references @returns {Promise<Found[]>} */
  async named(references) {
    if (!references.length) return [];
    return (await this._json(`references?${new URLSearchParams({ of: references.join(",") })}`))?.found ?? [];
  }

  /** Why a condition cannot be read; null when it can, undefined when a newer one was asked about. */
  async condition(text, kind, field) {
    const mine = ++this._asked;
    const answer = await fetch(`${this._workspace}conditions?${new URLSearchParams({ text, kind, field })}`).catch(() => null);
    if (mine !== this._asked || !answer) return undefined;
    if (answer.ok) return null;
    const { detail, remedy } = await answer.json();
    return [detail, remedy].filter(Boolean).join(". ");
  }

  /** The check of a journey; null when it cannot be had. @param {string} slug */
  check(slug) {
    return this._json(`journeys/${encodeURIComponent(slug)}/check`);
  }

  async _json(address) {
    const answer = await fetch(this._workspace + address, { headers: { Accept: "application/json" } }).catch(() => null);
    return answer?.ok ? answer.json() : null;
  }
}
