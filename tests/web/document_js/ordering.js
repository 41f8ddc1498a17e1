/** The server as the protocol describes it: one order for all, keys that count once, a stream that can be resumed. */
import { apply, ConflictError, EditError, Tree } from "/static/waypost/document/tree.js";
import { Pocket } from "/static/waypost/document/storage.js";

export class OrderingServer {
  constructor(world, document, shape) {
    Object.assign(this, { world, document, shape, revision: 0, event: 100 });
    this.committed = new Map();
    this.log = [];
    this.streams = new Set();
    this.tickets = 1;
    this.forgotten = 0;
    this.refuses = () => null;
  }

  state() {
    const { document, shape, revision, event } = this;
    return structuredClone({ document, shape, revision, event, id: document.id, ticket: this.ticket() });
  }

  ticket() {
    return `ticket-${this.tickets}`;
  }

  commit({ key, edits, label }, author) {
    if (this.committed.has(key)) return [200, { revision: this.committed.get(key) }];
    const words = this.refuses(edits);
    if (words) return [422, { type: "invalid", detail: words }];
    try {
      this.document = apply(this.document, edits, this.shape);
    } catch (error) {
      if (!(error instanceof EditError)) throw error;
      const { message: detail, element, index } = error;
      if (!(error instanceof ConflictError)) return [422, { type: "invalid", detail, element }];
      return [409, { type: "conflict", detail, element, index, revision: this.revision }];
    }
    this.revision += 1;
    this.event += 1 + this.world.chance.whole(3);
    this.committed.set(key, this.revision);
    const told = { revision: this.revision, key, edits, author, label };
    this.log.push({ id: this.event, told: structuredClone(told) });
    for (const stream of this.streams) stream.send(this.log.at(-1));
    return [200, { revision: this.revision }];
  }

  /** Old tickets no longer connect. */
  renewTickets() {
    this.tickets += 1;
  }

  /** Who has not heard everything cannot go on from where they are any more. */
  forget() {
    this.forgotten = this.event;
  }

  element(id) {
    return Tree.of(this.document, this.shape).element(id);
  }
}

/** What one browser has of the outside: its tabs share locks and storage, and the connection comes and goes. */
export class Browser {
  constructor(world, server, locks, author, trouble) {
    Object.assign(this, { world, server, locks, author, trouble });
    this.online = true;
    this.pocket = new Pocket();
  }

  tab() {
    const { world, locks, pocket } = this;
    const tab = { open: true, events: new EventTarget(), sources: new Set() };
    const guard = (work) => () => tab.open && work();
    const browser = this;
    class Source extends EventTarget {
      constructor(url) {
        super();
        browser.connect(this, new URL(url, location.href).searchParams, tab);
      }

      close() {
        this.readyState = 2;
        browser.disconnect(this);
      }
    }
    tab.transport = {
      fetch: (url, options) => this.fetch(url, options, tab),
      EventSource: Source,
      storage: async () => pocket,
      locks,
      events: tab.events,
      setTimeout: (work, milliseconds) => world.in(milliseconds, guard(work)),
      clearTimeout: (task) => world.drop(task),
      random: world.chance.random,
    };
    return tab;
  }

  latency() {
    return 5 + this.world.chance.random() ** 3 * 400;
  }

  fetch(url, { method = "GET", body } = {}, tab) {
    return new Promise((resolve, reject) => {
      const later = (work) => this.world.in(this.latency(), work);
      const fail = () => later(() => tab.open && reject(new TypeError("the network is away")));
      if (!this.online || this.world.chance.happens(this.trouble)) return fail();
      later(() => {
        const [status, told] = this.answer(method, url, body && JSON.parse(body));
        if (!this.online || this.world.chance.happens(this.trouble)) return fail();
        const headers = new Headers();
        const response = { status, ok: status < 300, headers, json: async () => structuredClone(told) };
        later(() => tab.open && resolve(response));
      });
    });
  }

  answer(method, url, asked) {
    if (url.startsWith("/live/presence")) return [204, {}];
    if (this.world.chance.happens(this.trouble / 2)) return [503, {}];
    if (url.endsWith("/state")) return [200, this.server.state()];
    if (url.endsWith("/ticket")) return [200, { ticket: this.server.ticket(), event: this.server.event }];
    return this.server.commit(asked, this.author);
  }

  connect(source, asked, tab) {
    const { world, server } = this;
    const current = (work) => () => tab.open && source.readyState !== 2 && work();
    source.readyState = 0;
    tab.sources.add(source);
    world.in(this.latency(), current(() => {
      if (!this.online) return this.lose(source);
      if (asked.get("ticket") !== server.ticket()) {
        source.readyState = 2;
        source.onerror?.();
        return;
      }
      source.readyState = 1;
      source.onopen?.();
      const after = Number(asked.get("after"));
      if (after < server.forgotten) {
        source.dispatchEvent(new MessageEvent("reload", { data: "{}" }));
        if (source.readyState !== 2) this.lose(source);
        return;
      }
      let at = world.now;
      source.send = ({ id, told }) => {
        if (world.chance.happens(this.trouble / 4)) return;
        at = Math.max(at, world.now + this.latency());
        const deliver = current(() => {
          source.dispatchEvent(new MessageEvent("change", { data: JSON.stringify(told), lastEventId: String(id) }));
        });
        world.in(at - world.now, deliver);
        if (world.chance.happens(this.trouble)) world.in(at - world.now, deliver);
        if (world.chance.happens(this.trouble)) world.in(at - world.now, current(() => this.lose(source)));
      };
      server.streams.add(source);
      for (const event of server.log) if (event.id > after) source.send(event);
    }));
  }

  /** The connection breaks. A browser would come back by itself, unless it is told not to. */
  lose(source) {
    this.disconnect(source);
    source.readyState = 0;
    source.onerror?.();
    if (source.readyState !== 2) throw new Error("the browser comes back by itself, each second");
  }

  disconnect(source) {
    this.server.streams.delete(source);
  }
}
