/** On the journey's page: what customers did stands below the story, the choice of whom above the sheet. */
import { h } from "../editor/dom.js";
import { drawn, given, opened } from "../editor/opened.js";
import { Measures } from "./measures.js";

const [store, map] = await Promise.all([opened, drawn]);
const place = h("div", { class: "measured-place" });
document.getElementById("map").before(place);

new Measures({
  place,
  address: `${given.journeys}${given.slug}`,
  steps: () => (store.document.phases ?? []).flatMap(({ steps = [] }) => steps.map(({ id }) => id)),
  show: (lanes, ways) => map.addLanes(lanes, ways),
  whenMeasured: (listener) => store.listen("measures", (news) => { if (news.journey === given.slug) listener(); }),
});
