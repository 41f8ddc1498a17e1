/**
 * Several people change one document over a bad network, close tabs and come back. In the end all see what the server
 * has, and every text anybody wrote is somewhere: ordered by the server, or kept in a conflict, or given up by choice.
 */
import { Browser, OrderingServer } from "./ordering.js";
import { Locks, World } from "./world.js";
import { duplicate, insert, move, remove, set } from "/static/waypost/document/edits.js";
import { openDocument } from "/static/waypost/document/store.js";
import { Tree, untagged } from "/static/waypost/document/tree.js";
import { same } from "/static/waypost/document/values.js";

const BASE = "/w/acme/documents/doc";
const QUIET = 120_000;

/** Run a story; throws where a promise is broken, and answers what happened. */
export async function simulate({ document, shape, seed, people, actions, trouble }) {
  const story = new Story({ document, shape, seed, people, trouble });
  const broken = ({ reason }) => (story.broken = reason);
  addEventListener("unhandledrejection", broken);
  await story.begin();
  for (let count = 0; count < actions; count += 1) {
    await story.act();
    await story.world.pass(story.world.chance.random() ** 4 * 3000);
  }
  await story.end();
  story.judge();
  removeEventListener("unhandledrejection", broken);
  return { ...story.counted, seed, revision: story.server.revision, conflicts: story.conflicts().length };
}

class Story {
  constructor({ document, shape, seed, people, trouble }) {
    this.world = new World(seed);
    this.server = new OrderingServer(this.world, document, shape);
    this.counted = { changes: 0, resolved: 0, undone: 0, reopened: 0, offline: 0, refused: 0 };
    this.written = new Set();
    this.givenUp = [];
    this.shape = shape;
    this.tabs = [];
    this.browsers = Array.from({ length: people }, (_, index) => {
      const author = { id: `u${index}`, name: `Person ${index}`, initials: "P" };
      return new Browser(this.world, this.server, new Locks(), author, trouble);
    });
    this.server.refuses = (edits) => (JSON.stringify(edits).includes("forbidden") ? "This word is not allowed." : null);
  }

  async begin() {
    for (const browser of [...this.browsers, this.browsers[0]]) await this.open(browser);
  }

  /** A tab; its trials to open go on until the network lets it. */
  async open(browser) {
    const tab = browser.tab();
    const person = { browser, tab, store: null, shown: null, session: `s${this.tabs.length}-${this.world.now}` };
    this.tabs.push(person);
    const attempt = async () => {
      while (tab.open && !person.store) {
        try {
          person.store = await openDocument({ base: BASE, csrf: "c", session: person.session, transport: tab.transport });
          person.shown = new View(person.store);
        } catch (error) {
          if (error.name !== "ServerError" && !(error instanceof TypeError) && !error.status) throw error;
          await new Promise((resolve) => this.world.in(500, resolve));
        }
      }
    };
    person.opening = attempt().catch((error) => (this.broken = error));
    await this.world.until(() => person.store || this.broken, 5000);
  }

  async act() {
    const { chance } = this.world;
    const person = chance.one(this.tabs);
    const roll = chance.random();
    if (roll < 0.03) this.flip(person.browser);
    else if (roll < 0.05) await this.reopen(person);
    else if (roll < 0.06) this.server.renewTickets();
    else if (roll < 0.07) this.server.forget();
    else if (person.store) this.write(person, roll);
    if (this.broken) throw this.broken;
  }

  flip(browser) {
    this.counted.offline += 1;
    browser.online = !browser.online;
    for (const { tab } of this.tabs.filter((other) => other.browser === browser)) {
      if (browser.online) tab.events.dispatchEvent(new Event("online"));
      else for (const source of tab.sources) if (source.readyState === 1) browser.world.in(50, () => this.cut(browser, source));
    }
  }

  cut(browser, source) {
    if (source.readyState === 1) browser.lose(source);
  }

  async reopen(person) {
    this.counted.reopened += 1;
    person.tab.open = false;
    for (const source of person.tab.sources) person.browser.disconnect(source);
    person.store?.close();
    this.tabs = this.tabs.filter((other) => other !== person);
    await this.open(person.browser);
  }

  write(person, roll) {
    const { chance } = this.world;
    const { store } = person;
    if (store.conflicts.length && roll < 0.3) return this.resolve(store, chance.one(store.conflicts));
    if (roll > 0.88) return this.step(store, roll);
    const edits = this.wish(store.tree);
    if (!edits.length) return undefined;
    this.counted.changes += 1;
    store.change(edits, "Something");
    return this.overwrote(store);
  }

  /** What somebody's last change took away, they gave up. */
  overwrote(store) {
    for (const edit of store._state.pending.at(-1)?.edits ?? []) this.givenUp.push(JSON.stringify(edit.old ?? edit.snapshot ?? ""));
  }

  resolve(store, conflict) {
    const choice = this.world.chance.one(["mine", "theirs", "both"]);
    if (conflict.kind === "refused") this.counted.refused += 1;
    if (store.resolve(conflict, choice)) {
      this.counted.resolved += 1;
      this.overwrote(store);
      if (choice === "theirs") this.givenUp.push(JSON.stringify(conflict));
    }
  }

  step(store, roll) {
    const forced = this.world.chance.happens(0.3);
    const { done } = roll > 0.96 ? store.redo({ forced }) : store.undo({ forced });
    if (!done) return;
    this.counted.undone += 1;
    this.overwrote(store);
  }

  /** What somebody might do next. */
  wish(tree) {
    const { chance } = this.world;
    const ids = [...tree.walk()];
    const id = chance.one(ids);
    const steps = ids.filter((each) => tree.kind(each) === "Step");
    const phases = ids.filter((each) => tree.kind(each) === "Phase");
    const named = chance.one(steps.length ? steps : phases);
    const text = () => {
      const made = `${chance.happens(0.02) ? "forbidden" : "words"}-${this.world.now.toFixed(3)}-${this.written.size}`;
      this.written.add(made);
      return made;
    };
    const among = (parent, slot) => chance.one([null, ...tree.children(parent, slot).map((child) => child.id)]);
    const wishes = [
      () => set(tree, named, "name", text()),
      () => set(tree, named, "name", chance.one(["A", "B"])),
      () => (steps.length ? set(tree, named, "needs", [...tree.value(named, "needs"), text()]) : []),
      () => set(tree, tree.root, "summary", text()),
      () => this.new(tree, chance.one(phases), "steps", "Step", { name: text() }, among),
      () => this.new(tree, chance.one(phases), "pains", "PainPoint", { text: text() }, among),
      () => this.new(tree, tree.root, "phases", "Phase", { name: text() }, among),
      () => (steps.length && phases.length ? this.moved(tree, named, chance.one(phases), "steps", among) : []),
      () => (phases.length > 1 ? this.moved(tree, chance.one(phases), tree.root, "phases", among) : []),
      () => (id !== tree.root && phases.length > 2 && chance.happens(0.5) ? remove(tree, id) : []),
      () => (steps.length > 1 && chance.happens(0.3) ? duplicate(tree, named) : []),
    ];
    return chance.one(wishes)();
  }

  new(tree, parent, slot, kind, fields, among) {
    return parent ? insert(tree, parent, slot, among(parent, slot), kind, fields) : [];
  }

  moved(tree, id, parent, slot, among) {
    if (tree.slot(id) === null) return [];
    const after = among(parent, slot);
    return after === id ? [] : move(tree, id, parent, slot, after);
  }

  /** Everybody online, nothing disturbs, until nothing moves any more. */
  async end() {
    for (const browser of this.browsers) {
      browser.trouble = 0;
      if (!browser.online) this.flip(browser);
    }
    for (const browser of this.browsers) if (!this.tabs.some((tab) => tab.browser === browser)) await this.open(browser);
    const edits = set(Tree.of(this.server.document, this.shape), this.server.document.id, "owner", "The end");
    await this.world.pass(30_000);
    this.server.commit({ key: "end", edits, label: "" }, null);
    const calm = () => this.broken || this.tabs.every(({ store }) => store && this.atRest(store));
    if (!(await this.world.until(calm, QUIET * 5))) throw new Error("it never comes to rest");
    await this.world.pass(QUIET);
    if (this.broken) throw this.broken;
  }

  atRest({ revision, status, _state }) {
    return revision === this.server.revision && !["saving", "offline"].includes(status) && !_state.pending.length;
  }

  conflicts() {
    return this.tabs.flatMap(({ store }) => store.conflicts);
  }

  judge() {
    for (const { store, shown } of this.tabs) {
      if (!same(store.document, this.server.document)) throw new Error("somebody sees another document");
      shown.compare();
    }
    const keys = this.server.log.map(({ told }) => told.key);
    if (new Set(keys).size !== keys.length) throw new Error("a change counts twice");
    const somewhere = [this.server.log, this.conflicts(), this.givenUp].map((each) => JSON.stringify(each)).join(" ");
    for (const text of this.written) {
      if (!somewhere.includes(text)) throw new Error(`'${text}' was lost`);
    }
  }
}

/** What a page shows that draws only what it is told to. */
class View {
  constructor(store) {
    this.store = store;
    this.drawn = new Map();
    for (const id of store.tree.walk()) this.draw(id);
    store.subscribe(({ changed, removed }) => {
      for (const id of removed) this.drawn.delete(id);
      for (const id of changed) this.draw(id);
    });
  }

  draw(id) {
    this.drawn.set(id, this.look(id));
  }

  look(id) {
    const { tree } = this.store;
    const [kind, element] = untagged(tree.snapshot(id));
    const slots = Object.keys(tree.shape[kind].slots);
    const own = Object.entries(element).filter(([name]) => !slots.includes(name));
    return JSON.stringify([kind, own.sort(), slots.map((slot) => tree.children(id, slot).map((child) => child.id))]);
  }

  compare() {
    const ids = [...this.store.tree.walk()];
    if (ids.length !== this.drawn.size) throw new Error("a page shows what is not there");
    for (const id of ids) if (this.drawn.get(id) !== this.look(id)) throw new Error(`a page shows an old ${id}`);
  }
}
