/**
 * Queues that outlive their page: what was changed and not yet acknowledged, for each document and each tab.
 *
 * @typedef {object} Kept
 * @property {string} document  The document's address.
 * @property {string} session  The tab.
 * @property {import("./values.js").Element} confirmed  The document on which the changes were made.
 * @property {import("./rebase.js").Change[]} pending
 * @property {import("./rebase.js").Conflict[]} conflicts
 */

/** In IndexedDB; where the browser has none for us, in memory. @param {string} [name] */
export async function openStorage(name = "waypost") {
  try {
    return new Drawer(await opened(name));
  } catch {
    return new Pocket();
  }
}

/** Kept in IndexedDB. */
export class Drawer {
  /** @param {IDBDatabase} database */
  constructor(database) {
    this._database = database;
  }

  /** @param {Kept} kept */
  put(kept) {
    return this._do("readwrite", (queues) => queues.put(kept));
  }

  /** @param {string} document @param {string} session */
  drop(document, session) {
    return this._do("readwrite", (queues) => queues.delete([document, session]));
  }

  /** All that is kept of a document. @param {string} document @returns {Promise<Kept[]>} */
  all(document) {
    return this._do("readonly", (queues) => queues.getAll(IDBKeyRange.bound([document], [document, []])));
  }

  close() {
    this._database.close();
  }

  _do(mode, ask) {
    return new Promise((resolve, reject) => {
      const transaction = this._database.transaction("queues", mode);
      const request = ask(transaction.objectStore("queues"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }
}

/** Kept in memory, as long as the page lives. */
export class Pocket {
  constructor() {
    this._kept = new Map();
  }

  async put(kept) {
    this._kept.set(`${kept.document} ${kept.session}`, structuredClone(kept));
  }

  async drop(document, session) {
    this._kept.delete(`${document} ${session}`);
  }

  async all(document) {
    return structuredClone([...this._kept.values()].filter((kept) => kept.document === document));
  }

  close() {}
}

function opened(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("queues", { keyPath: ["document", "session"] });
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
}
