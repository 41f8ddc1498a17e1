/** On the journey's page: what customers did stands below the story, the choice of whom above the sheet. */
import { h } from "../making.js";
import { drawn, given, opened } from "../editor/opened.js";
import { Measures } from "./measures.js";

const [store, map] = await Promise.all([opened, drawn]);
const place = h("div", { class: "measured-place" });
document.getElementById("map").before(place);

const steps = () => (store.document.phases ?? []).flatMap((phase) => phase.steps ?? []);
const names = () => JSON.stringify(steps().map(({ name, touchpoints = [] }) => [name, touchpoints.map((touchpoint) => touchpoint.name)]));

function whenMeasured(listener) {
  let known = names();
  store.listen("measures", (news) => { if (news.journey === given.slug) listener(); });
  store.subscribe(() => {
    if (store.waiting || names() === known) return;
    known = names();
    listener();
  });
}

new Measures({
  place,
  address: `${given.journeys}${given.slug}`,
  steps: () => steps().map(({ id }) => id),
  names,
  show: (lanes, ways) => map.addLanes(lanes, ways),
  whenMeasured,
});
