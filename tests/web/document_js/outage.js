/** A server that is away for a while, and how often one tab knocks meanwhile. */
import { Browser, OrderingServer } from "./ordering.js";
import { Locks, World } from "./world.js";
import { set } from "/static/waypost/document/edits.js";
import { openDocument } from "/static/waypost/document/store.js";

const AWAY = 590_000;

/** What a tab asked for and when, in milliseconds since the server went away; and when it was back. */
export async function outage({ document, shape, back }) {
  const world = new World(7);
  const server = new OrderingServer(world, document, shape);
  const browser = new Browser(world, server, new Locks(), { id: "u1", name: "Ada", initials: "A" }, 0);
  const tab = browser.tab();
  const knocks = [];
  const { fetch, EventSource } = tab.transport;
  const knocked = (url) => knocks.push({ what: url.split("?")[0].split("/").at(-1), at: world.now });
  tab.transport.fetch = (url, options) => {
    knocked(url);
    return fetch(url, options);
  };
  tab.transport.EventSource = class extends EventSource {
    constructor(url) {
      knocked(url);
      super(url);
    }
  };
  let store;
  void openDocument({ base: "/w/acme/documents/doc", csrf: "c", session: "s", transport: tab.transport }).then((opened) => (store = opened));
  await world.until(() => store?.live);
  browser.online = false;
  for (const source of tab.sources) browser.lose(source);
  const gone = world.now;
  knocks.length = 0;
  store.change(set(store.tree, "pays", "name", "Is paid"), "Name the step");
  await world.pass(AWAY);
  browser.online = true;
  const came = world.now;
  const meanwhile = knocks.splice(0);
  if (back) tab.events.dispatchEvent(new Event("online"));
  await world.until(() => store.live && store.status === "saved");
  const found = { knocks: meanwhile.map(({ what, at }) => ({ what, at: at - gone })), back: world.now - came };
  store.close();
  return found;
}
