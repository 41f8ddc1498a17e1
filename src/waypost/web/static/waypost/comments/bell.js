// The bell counts what somebody has still to look at, while they stay on a page.
import { hear, listen } from "../listening.js";

const bell = document.querySelector(".bell");

/** Ask how many there are now. */
async function count() {
  const answer = await fetch(bell.dataset.count, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok) show((await answer.json()).unseen);
}

/** @param {number} unseen */
function show(unseen) {
  const drawn = bell.querySelector(".bell-count");
  drawn.textContent = String(unseen);
  drawn.hidden = unseen === 0;
  bell.setAttribute("aria-label", unseen ? `Notices: ${unseen} new` : "Notices");
}

if (bell) {
  listen("notice", () => void count());
  // A page that holds a document hears by the document's stream.
  if (!document.getElementById("editor")) hear(bell.dataset.ticket, Number(bell.dataset.event)).catch(() => {});
}
