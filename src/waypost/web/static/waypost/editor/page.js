/** The page of a journey: everything is put together here. */
import { beginning } from "./beginning.js";
import { Cells } from "./cells.js";
import { conflictsOf } from "./conflict.js";
import { keepIcons } from "./dom.js";
import { h } from "../making.js";
import { dragging } from "./dragging.js";
import { feelings } from "./feeling.js";
import { insertMenu } from "./inserting.js";
import { listen } from "./keys.js";
import { JourneyMap } from "./map.js";
import { mastheadOf } from "./masthead.js";
import { given, mapDrawn, opened } from "./opened.js";
import { optionsOf } from "./options.js";
import { othersOf } from "./others.js";
import { panelBeside } from "./panel.js";
import { pictures } from "./pictures.js";
import { listenToClicks } from "./pointing.js";
import { routing } from "./routing.js";
import { selection } from "./selection.js";
import { statusOf } from "./status.js";
import { toolsOf } from "./tools.js";
import { Viewing } from "./view.js";

const place = (id) => document.getElementById(id);

keepIcons(given.icons);
const panel = panelBeside(place("panel"), place("panel-toggle"));
try {
  begin(await opened);
} catch (error) {
  place("map").replaceChildren(h("p", { class: "opening", text: "The map could not be opened. Check your connection, then load this page again." }));
  throw error;
}

/** @param {import("../document/store.js").Store} store */
function begin(store) {
  const map = new JourneyMap(place("scroller"), store, given);
  const cells = new Cells(map);
  mastheadOf(place("masthead"), map);
  map.draw();
  place("map").replaceChildren(map.sheet);
  beginning(map, cells, place("map"));

  const ways = routing(map);
  const choosePicture = map.edits ? pictures(map) : () => {};
  const insert = insertMenu(map, cells, { pictures: choosePicture, route: ways.from });
  const options = optionsOf(map, cells, { route: ways.from, panel: () => panel.show(true) });
  const conflicts = conflictsOf(map);
  cells.collided = conflicts.collided;
  listen(map, cells, { insert, options: options.open, level: options.level, feeling: feelings(map), stop: ways.stop });
  listenToClicks(map, cells, { insert, options: options.open });
  if (map.edits) dragging(map);
  othersOf(map, place("present"));
  statusOf(place("status"), map, conflicts.next);
  toolsOf(map, { doing: place("doing"), seeing: place("seeing"), rest: place("rest"), more: place("more") }, { insert, view: new Viewing(map) });

  store.subscribe(({ changed, removed, structure }) => {
    if (changed.size || removed.size || structure) map.draw();
  });
  selection.subscribe((id, { focus }) => { if (focus && id) map.walking.go(map.walking.of(id)); });
  map.measure();
  if (location.hash) selection.select(decodeURIComponent(location.hash.slice(1)), { focus: true });
  mapDrawn(map);
}
