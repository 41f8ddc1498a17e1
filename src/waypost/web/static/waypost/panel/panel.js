/** The panel beside the map: details of what is selected, the check, and what people say about it. */
import { drawn, given, opened } from "../editor/opened.js";
import { selection } from "../editor/selection.js";
import { h } from "../making.js";
import { Asking } from "./asking.js";
import { mountChecklist } from "./checklist.js";
import { Checks } from "./checks.js";
import { markChecked } from "./marks.js";
import { mountInspector } from "./inspector.js";

const panel = document.getElementById("panel");
const workspace = given.base.slice(0, given.base.indexOf("documents/"));
const TABS = [["details", "Details"], ...(given.comments ? [["check", "Check"]] : []), ["comments", "Comments"]]; // who only reads the map is not told what it lacks

const tabs = TABS.map(([name, words]) => h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `about-${name}`, text: words }));
const rooms = TABS.map(([name]) => h("div", { class: `room room-${name}`, role: "tabpanel", id: `about-${name}`, "aria-labelledby": `tab-${name}`, tabindex: -1 }));
panel.replaceChildren(h("div", { class: "panel-tabs", role: "tablist", "aria-label": "Beside the map" }, ...tabs), ...rooms);

function turn(to) {
  tabs.forEach((tab, place) => {
    tab.setAttribute("aria-selected", String(place === to));
    tab.tabIndex = place === to ? 0 : -1;
    rooms[place].hidden = place !== to;
  });
}
tabs.forEach((tab, place) => {
  tab.addEventListener("click", () => turn(place));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (place + step + tabs.length) % tabs.length;
    turn(next);
    tabs[next].focus();
  });
});
const [details, check, said] = ["details", "check", "comments"].map((name) => TABS.findIndex(([tab]) => tab === name));
turn(details);

const store = await opened;
const asking = new Asking(workspace);
const open = (id) => selection.select(id === store.tree.root ? null : id, { focus: true });
const inspector = mountInspector(rooms[details], store, selection.current, { asking, open: (id) => show(id), review: given.review });
if (check >= 0) showCheck(tabs[check], rooms[check]);

const comments = h("waypost-comments", { src: `${given.base}/comments`, map: location.pathname, watch: true });
const about = h("div", { class: "subject" }, h("p", { class: "word" }), h("h2"));
rooms[said].append(about, comments);
comments.addEventListener("comments-shown", ({ detail }) => {
  const all = Object.values(detail.counts).reduce((sum, each) => sum + each, 0);
  tabs[said].replaceChildren("Comments", all ? h("span", { class: "count", text: all }) : "");
});

/** What the check says: in its room, on its tab, on the map. */
function showCheck(tab, room) {
  const checks = new Checks(asking, given.slug, store);
  mountChecklist(room, checks, {
    journey: given.slug,
    edits: given.edits,
    open: answer,
    apply: (edits, label) => store.change(edits, label),
  });
  checks.subscribe(({ remarks }) => {
    const waiting = remarks.filter(({ severity }) => severity !== "hint").length;
    tab.replaceChildren("Check", waiting ? h("span", { class: "count", text: waiting }) : "");
  });
  void drawn.then((map) => markChecked(map, checks));
}

/** Where a remark is answered: in its field, if it has one, or else on the map. */
function answer(id, field) {
  open(id);
  if (!field || given.edits === false) return;
  show(id);
  turn(details);
  if (!inspector.reach(field)) {
    turn(check);
    open(id);
  }
}

function show(id) {
  inspector.show(id);
  const { tree } = store;
  const meant = id && tree.has(id) ? id : tree.root;
  about.querySelector(".word").textContent = tree.shape[tree.kind(meant)].word;
  about.querySelector("h2").textContent = tree.label(meant);
  if (id && id !== store.tree.root) comments.setAttribute("element", id);
  else comments.removeAttribute("element");
}
selection.subscribe((id) => show(id));
show(selection.current);
