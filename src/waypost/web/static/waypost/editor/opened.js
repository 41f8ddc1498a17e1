/** The journey of this page: what the server gave with it, and its document once it is opened. */
import { openDocument } from "../document/store.js";
import { hearBy } from "../listening.js";

/** What the server gave with the page. */
export const given = JSON.parse(document.getElementById("editor-data").textContent);

let draw;
/** Resolves to the map once it is drawn: `map.addLanes(…)`, `map.draw({ anew: true })`. @type {Promise<import("./map.js").JourneyMap>} */
export const drawn = new Promise((resolve) => { draw = resolve; });
export const mapDrawn = (map) => draw(map);

/** Resolves to the store that holds the document; every module of the page shares it. */
export const opened = openDocument({ base: given.base, csrf: given.csrf });
opened.then(hearBy, () => {});
