/**
 * The open document: what I see and change at once, what the server has, and everything in between.
 *
 *     const store = await openDocument({ base: "/w/acme/documents/slug", csrf });
 *     store.subscribe(({ changed }) => draw(changed));
 *     store.change(set(store.tree, "pays", "name", "Pays at once"), "Name the step");
 *
 * @typedef {import("./tree.js").Edit} Edit
 * @typedef {import("./rebase.js").Change} Change
 * @typedef {import("./rebase.js").Conflict} Conflict
 * @typedef {import("./rebase.js").State} State
 * @typedef {import("./rebase.js").Author} Author
 * @typedef {import("./difference.js").News} News
 * @typedef {"saved" | "saving" | "offline" | "conflict" | "refused"} Status
 */
import { adopted, claimed, hold } from "./adoption.js";
import { Authors } from "./authors.js";
import { bothWays, myWay, refusal } from "./conflicts.js";
import { difference } from "./difference.js";
import { History } from "./history.js";
import { Keeper } from "./keeper.js";
import { Presence } from "./presence.js";
import { Queue } from "./queue.js";
import { arrived, calm, changed, rebased } from "./rebase.js";
import { BARRED, ReadOnlyError, Server } from "./server.js";
import { Stream } from "./stream.js";
import { browserTransport, Patience, Rests, uuid } from "./transport.js";
import { EditError, Tree } from "./tree.js";
import { shared } from "./values.js";

const PATIENCE = 2000;

/**
 * @param {object} options
 * @param {string} options.base  The document's address: `/w/acme/documents/slug`.
 * @param {string} options.csrf
 * @param {string} [options.session]  This tab; a fresh one when left out.
 * @param {import("./transport.js").Transport} [options.transport]
 * @returns {Promise<Store>}
 * @throws {import("./server.js").ServerError} the document cannot be had
 */
export async function openDocument({ base, csrf, session = uuid(), transport = browserTransport() }) {
  const server = new Server(base, csrf, transport);
  const state = await server.state();
  const store = new Store({ base, session, transport, server, storage: await transport.storage(), state });
  await store._adopt();
  return store;
}

export class Store {
  constructor({ base, session, transport, server, storage, state }) {
    Object.assign(this, { session, shape: state.shape, revision: state.revision });
    /** Why it cannot be changed; null when it can. @type {string | null} */
    this.readOnly = state.edits === false ? BARRED : null;
    Object.assign(this, { _base: base, _transport: transport, _server: server, _storage: storage });
    this._keeper = new Keeper(storage, base, session);
    /** @type {State} */
    this._state = calm(Tree.of(state.document, state.shape));
    this._history = new History();
    this._authors = new Authors();
    this._listeners = new Set();
    this._news = new Rests(transport);
    this._patience = new Patience(transport);
    this._heardMeanwhile = [];
    this._others = new EventTarget();
    this._release = hold(transport, base, session);
    this._presence = new Presence(transport, session, (at) => void this._stream.tell(at));
    this._queue = new Queue({
      server,
      transport,
      next: () => this._next(),
      sending: (change) => this._sending(change),
      answered: (change, answer) => this._answered(change, answer),
      told: () => this._told(),
    });
    this._stream = new Stream({
      server,
      transport,
      session,
      ticket: state.ticket,
      after: state.event,
      heard: (kind, data) => this._heard(kind, data),
      opened: () => this._opened(),
      broken: () => this._told(),
    });
  }

  /** The document as I see it: confirmed, and my own changes on top. */
  get document() {
    return this._state.current.document;
  }

  /** The same, with every element by its id. @returns {Tree} */
  get tree() {
    return this._state.current;
  }

  /** @returns {Conflict[]} */
  get conflicts() {
    return this._state.conflicts;
  }

  /** Others who are here: session → who, and at which element. */
  get presence() {
    return this._presence.others;
  }

  /** How many changes of mine the server does not have yet. */
  get waiting() {
    return this._state.pending.filter((change) => !change.revision).length;
  }

  /** @returns {Status} */
  get status() {
    const unsaved = this.waiting > 0;
    if (this.readOnly && unsaved) return "refused";
    if (this._queue.offline) return "offline";
    if (this.conflicts.some((conflict) => conflict.kind === "refused")) return "refused";
    if (this.conflicts.length) return "conflict";
    return unsaved ? "saving" : "saved";
  }

  /** Whether what others do is heard at the moment. */
  get live() {
    return this._stream.open;
  }

  /** What would be undone and redone next, in words; null when nothing. */
  get steps() {
    return { undo: this._history.done.at(-1)?.label ?? null, redo: this._history.undone.at(-1)?.label ?? null };
  }

  /** @param {(news: News) => void} listener @returns {() => void} stops it */
  subscribe(listener) {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  /**
   * Hear the stream's other events: `job`, `comment`, `measures`, `document`.
   * @param {string} kind @param {(data: any) => void} listener
   */
  listen(kind, listener) {
    this._others.addEventListener(kind, (event) => listener(event.detail));
  }

  /**
   * Change the document, at once here and as soon as possible everywhere.
   * @param {Edit[]} edits @param {string} [label]  What was done, in words.
   * @throws {EditError} the edits do not fit the document; nothing is changed
   * @throws {ReadOnlyError}
   */
  change(edits, label = "") {
    const step = this._change(edits, label);
    if (step) this._history.add(step);
  }

  /** Take my last change back. @param {{forced?: boolean}} [options] */
  undo({ forced = false } = {}) {
    return this._back("done", forced);
  }

  /** Do again what I took back. @param {{forced?: boolean}} [options] */
  redo({ forced = false } = {}) {
    return this._back("undone", forced);
  }

  /**
   * Let a conflict come out my way, theirs, or with both texts.
   * @param {Conflict} conflict @param {"mine" | "theirs" | "both"} choice
   * @returns {boolean} whether it could be done; otherwise the conflict stays
   */
  resolve(conflict, choice) {
    const edits = { mine: myWay, both: bothWays, theirs: () => [] }[choice](conflict, this.tree);
    if (edits === null) return false;
    this.change(edits, conflict.kind === "gone" ? "Put it back" : "Keep mine");
    const conflicts = this.conflicts.filter((other) => other.id !== conflict.id);
    this._become({ ...this._state, conflicts }, false);
    return true;
  }

  /** Tell the others which element I am at. @param {string | null} elementId */
  setPlace(elementId) {
    this._presence.setPlace(elementId);
  }

  close() {
    this._closed = true;
    this._queue.close();
    this._stream.close();
    this._presence.close();
    this._news.wake();
    this._patience.close();
    this._release();
  }

  _change(edits, label) {
    if (!edits.length) return null;
    if (this.readOnly) throw new ReadOnlyError(this.readOnly);
    const change = { key: uuid(), edits, label };
    this._become(changed(this._state, change), false);
    this._queue.start();
    return { key: change.key, label, edits, after: this.document };
  }

  _back(stack, forced) {
    const back = this._history.back(stack, this.tree, forced);
    if (!back) return { done: false, label: "", said: "" };
    const { label, edits, conflicts } = back;
    const blocked = conflicts.length > 0 && !(forced && edits.length);
    if (blocked) return { done: false, label, said: this._authors.since(conflicts) };
    this._history.taken(stack, this._change(edits, label));
    this._told();
    return { done: true, label, said: "" };
  }

  /** Another state: drawn, kept, told. */
  _become(state, remote) {
    const before = this._state;
    this._state = state;
    if (before.pending !== state.pending || before.conflicts !== state.conflicts) void this._keep();
    this._told({ ...difference(before.current, state.current), remote });
  }

  _told(news = { changed: new Set(), removed: new Set(), structure: false, remote: false }) {
    for (const listener of this._listeners) listener(news);
  }

  _heard(kind, data) {
    if (kind === "change") this._arrived(data);
    else if (kind === "reload") void Promise.resolve(this._resyncing).then(() => this._resync());
    else if (kind === "presence") {
      this._presence.hear(data);
      this._told();
    } else this._others.dispatchEvent(new CustomEvent(kind, { detail: data }));
  }

  _opened() {
    this._presence.begin();
    this._queue.wake();
    this._told();
  }

  _arrived(change) {
    if (this._resyncing) this._heardMeanwhile.push(change);
    else if (change.revision === this.revision + 1) this._accept(change);
    else if (change.revision > this.revision) void this._resync();
  }

  _accept({ revision, key, edits, author }) {
    const mine = this._state.pending.some((change) => change.key === key);
    let state;
    try {
      state = arrived(this._state, { key, edits, author });
    } catch (error) {
      if (!(error instanceof EditError)) throw error;
      void this._resync();
      return;
    }
    if (!mine) this._authors.note(edits, author, this._state.confirmed, state.confirmed);
    this.revision = revision;
    this._become(state, !mine);
    this._news.wake();
  }

  _next() {
    const sent = this._state.pending.find((change) => change.sent && !change.revision);
    if (sent || this._resyncing || this.readOnly) return this.readOnly ? undefined : sent;
    return this._state.pending.find((change) => !change.revision);
  }

  async _sending({ key }) {
    this._mark(key, { sent: true });
    await this._keep();
    return this._pending(key);
  }

  async _answered({ key, edits }, answer) {
    const change = this._pending(key);
    if (change && answer.kind === "committed") this._committed(change, edits, answer.revision);
    else if (change && answer.kind === "refused") this._refuse(change, answer.detail);
    else if (answer.kind === "barred") this.readOnly = answer.detail;
    if (change && answer.kind === "conflict") await this._conflicting(change, edits, answer);
    this._news.wake();
    this._told();
  }

  _committed(change, edits, revision) {
    if (revision === this.revision + 1 && change.edits === edits && !this._resyncing) {
      this._accept({ revision, key: change.key, edits, author: null });
    } else if (revision > this.revision) this._mark(change.key, { revision });
    else this._become(rebased(this._state, this._state.confirmed, (each) => each.key !== change.key, null), false);
  }

  /** Others were first: my change is made again on theirs as soon as that is here. */
  async _conflicting({ key }, edits, { revision, detail }) {
    this._mark(key, { sent: false });
    if (this.revision < revision) {
      await this._reach(revision);
      return;
    }
    const change = this._pending(key);
    if (!change || change.edits !== edits) return;
    if (change.refusedAt === revision) this._refuse(change, detail);
    else {
      this._mark(key, { refusedAt: revision });
      await this._resync();
    }
  }

  /** The server would not have it: taken back here, kept for me to read. */
  _refuse({ key, edits, label }, detail) {
    const state = { ...this._state, conflicts: [...this.conflicts, refusal({ key, edits, label }, detail)] };
    this._history.forget(key);
    this._become(rebased(state, state.confirmed, (change) => change.key !== key, null), false);
  }

  _pending(key) {
    return this._state.pending.find((change) => change.key === key);
  }

  _mark(key, marks) {
    const pending = this._state.pending.map((change) => (change.key === key ? { ...change, ...marks } : change));
    this._become({ ...this._state, pending }, false);
  }

  /** Wait until a revision is here; ask for it when it does not come. */
  async _reach(revision) {
    while (this.revision < revision && !this._closed && !this.readOnly) {
      await this._news.rest(PATIENCE);
      if (this.revision < revision) await this._resync();
    }
  }

  /** Something is missing: the whole state again. */
  _resync() {
    this._resyncing ??= this._fetch().finally(() => {
      this._resyncing = null;
      for (const change of this._heardMeanwhile.splice(0)) this._arrived(change);
      this._news.wake();
      this._queue.start();
    });
    return this._resyncing;
  }

  async _fetch() {
    while (this._state.pending.some((change) => change.sent && !change.revision) && !this._closed && !this.readOnly) {
      await this._news.rest(PATIENCE);
    }
    const fresh = await this._freshly();
    if (fresh && !this._closed) this._refreshed(fresh);
  }

  /** The state from the server, as soon as it can be had; nothing when we may no longer see it. */
  async _freshly() {
    for (; !this._closed; await this._patience.rest()) {
      try {
        const fresh = await this._server.state();
        this._patience.restart();
        return fresh;
      } catch (error) {
        if ([401, 403, 404].includes(error.status)) {
          this.readOnly = BARRED;
          this._told();
          return null;
        }
      }
    }
    return null;
  }

  _refreshed({ document, revision }) {
    if (revision < this.revision) return;
    const confirmed = Tree.of(shared(this._state.confirmed.document, document), this.shape);
    const state = rebased(this._state, confirmed, (change) => !(change.revision <= revision), null);
    this.revision = revision;
    this._become(state, true);
  }

  /** What tabs that are gone left behind becomes mine. */
  async _adopt() {
    if (this.readOnly) return;
    const [place, own] = [{ base: this._base, session: this.session }, this._transport];
    await claimed({ ...place, transport: own, storage: this._storage }, (kept) => this._take(kept));
  }

  async _take(kept) {
    const left = await adopted(kept, this.shape, this._server);
    for (const change of left.pending) if (change.revision) await this._reach(change.revision);
    const made = rebased(left, this.tree, (change) => !change.revision, null);
    const pending = [...this._state.pending, ...made.pending];
    const conflicts = [...this.conflicts, ...made.conflicts];
    this._become({ ...this._state, current: made.current, pending, conflicts }, false);
    await this._keep();
    this._queue.start();
  }

  /** Keep what is not acknowledged where it outlives the page; resolves when it is there. */
  _keep() {
    return this._keeper.keep(this._state);
  }
}
