// On the journey's page: the measured rows stand below the sheet, in its columns.

import { given, opened } from "../editor/opened.js";
import { mountMeasures } from "./measures.js";

const store = await opened;
const host = document.getElementById("map");
const columns = () => (store.document.phases ?? []).flatMap((phase) => (phase.steps?.length ? phase.steps.map((step) => step.id) : [null]));

/** The page puts the sheet into the host first. */
function whenSheet() {
  if (host.querySelector(".sheet")) return Promise.resolve();
  return new Promise((resolve) => {
    const seen = new MutationObserver(() => {
      if (!host.querySelector(".sheet")) return;
      seen.disconnect();
      resolve();
    });
    seen.observe(host, { childList: true, subtree: true });
  });
}

await whenSheet();
mountMeasures({
  host,
  address: `${given.journeys}${given.slug}`,
  columns,
  whenDrawn: (listener) => store.subscribe(listener),
  whenMeasured: (listener) => store.listen("measures", (news) => { if (news.journey === given.slug) listener(news); }),
});
