// On the journey's page: how many open threads each thing on the map has, kept up to date by the document's stream.
import { drawn, given, opened } from "../editor/opened.js";
import "./comments.js";

const store = await opened;
const map = await drawn;
let counts = {};

function mark() {
  for (const node of map.sheet.querySelectorAll("[data-id]")) {
    const many = counts[node.dataset.id];
    if (many) node.dataset.comments = String(many);
    else delete node.dataset.comments;
  }
}

async function look() {
  const answer = await fetch(`${given.base}/comments/counts`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  counts = (await answer.json()).counts;
  mark();
}

map.whenDrawn(mark);
document.addEventListener("comments-shown", ({ detail }) => { counts = detail.counts; mark(); });
store.listen("comment", (news) => {
  if (news.document !== given.slug) return;
  document.dispatchEvent(new CustomEvent("waypost:comment", { detail: news }));
  void look();
});
await look();
