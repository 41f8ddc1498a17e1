// On the journey's page: how many open threads each thing on the map has, kept up to date by the document's stream.
import { drawn, given, opened } from "../editor/opened.js";
import { selection } from "../editor/selection.js";
import { made } from "./making.js";
import "./comments.js";
import "../actions/actions.js";

const store = await opened;
const map = await drawn;
let counts = {};

function mark() {
  const marked = new Set(); // a step stands in several lanes: its first place says it
  for (const node of map.sheet.querySelectorAll("[data-id]")) {
    const { id } = node.dataset;
    if (counts[id] && !marked.has(id)) node.dataset.comments = String(counts[id]);
    else delete node.dataset.comments;
    marked.add(id);
  }
}

async function look() {
  const answer = await fetch(`${given.base}/comments/counts`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  counts = (await answer.json()).counts;
  mark();
}

/** In the panel: what is done about what is selected, and what is said about it. */
function beside() {
  const actions = made("waypost-actions", { src: `${given.journeys}${given.slug}/actions` });
  const comments = made("waypost-comments", { src: `${given.base}/comments` });
  const all = made("a", { class: "small", href: `${given.base}/comments/page`, text: "All comments on this map" });
  const place = made("div", { class: "said-and-done" }, made("section", {}, made("h2", { text: "Actions" }), actions), made("section", {}, made("h2", { text: "Comments" }), comments, all));
  const follow = (id) => { for (const one of [actions, comments]) one.setAttribute("element", id ?? given.slug); };
  follow(selection.current);
  selection.subscribe(follow);
  document.getElementById("panel").append(place);
}

map.whenDrawn(mark);
beside();
document.addEventListener("comments-shown", ({ detail }) => { counts = detail.counts; mark(); });
store.listen("action", (news) => { if (news.journey === given.slug) document.dispatchEvent(new CustomEvent("waypost:action")); });
store.listen("comment", (news) => {
  if (news.document !== given.slug) return;
  document.dispatchEvent(new CustomEvent("waypost:comment", { detail: news }));
  void look();
});
await look();
