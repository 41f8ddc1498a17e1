// On the journey's page: how many open threads each thing on the map has, kept up to date by the document's stream.
import { drawn, given } from "../editor/opened.js";
import { selection } from "../editor/selection.js";
import { listen } from "../listening.js";
import { h } from "../making.js";
import "./comments.js";
import "../actions/actions.js";

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

/** In the panel, above what is said about what is selected: what is done about it. */
function beside() {
  const room = document.getElementById("about-comments");
  const actions = h("waypost-actions", { src: `${given.journeys}${given.slug}/actions` });
  const all = h("a", { class: "small", href: `${given.base}/comments/page`, text: "All comments on this map" });
  const follow = (id) => actions.setAttribute("element", id ?? given.slug);
  follow(selection.current);
  selection.subscribe(follow);
  room?.prepend(h("section", { class: "done-about" }, h("h2", { text: "Actions" }), actions), h("h2", { text: "Comments" }));
  room?.append(all);
}

map.whenDrawn(mark);
beside();
document.addEventListener("comments-shown", ({ detail }) => { counts = detail.counts; mark(); });
listen("comment", (news) => { if (!news || news.document === given.slug) void look(); });
await look();
