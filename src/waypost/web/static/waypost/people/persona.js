/** The page of a persona: everything is put together here. */
import { h } from "../making.js";
import { Dimensions } from "./dimensions.js";
import { Lines } from "./lines.js";
import { given, opened } from "./opened.js";
import { portraitOf } from "./portrait.js";
import { Sheet } from "./sheet.js";
import { anyOf, oneOf } from "./traits.js";
import { worded } from "./words.js";

const place = (id) => document.getElementById(id);

try {
  begin(await opened());
} catch (error) {
  place("lines").replaceChildren(h("p", { class: "opening", text: "The persona could not be opened. Check your connection, then load this page again." }));
  throw error;
}

/** @param {import("../document/store.js").Store} store */
function begin(store) {
  const sheet = new Sheet(place("editor"), store, given.edits);
  const { root } = store.tree;
  sheet.add(worded(sheet, place("name"), { id: root, field: "name", label: "Name", prompt: "Their name", required: true }));
  sheet.add(worded(sheet, place("role"), { id: root, field: "role", label: "Role", prompt: "Who are they, in a few words?" }));
  sheet.add(worded(sheet, place("research"), { id: root, field: "research", label: "Research", prompt: "How do we know them? Interviews, observations, how many." }));
  sheet.add(portraitOf(sheet, place("portrait")));
  place("lines").replaceChildren();
  for (const group of given.groups) sheet.add(new Lines(sheet, group, place("lines")));
  sheet.add(oneOf(sheet, place("segment"), { field: "segment", label: "Segment", none: "No segment", choices: given.segments }));
  sheet.add(oneOf(sheet, place("adoption"), { field: "adoption", label: "Adoption type", none: "Not said yet", choices: given.adoption }));
  sheet.add(anyOf(sheet, place("roles"), { field: "buying_roles", label: "Buying role", none: "Not said yet", choices: given.roles }));
  sheet.add(new Dimensions(sheet, place("dimensions")));
  sheet.add({ draw: () => { place("how-known").textContent = howKnown(store.tree); } });
  sheet.begin();
  followFigures(sheet, root);
}

/** How much of what is written has research behind it, as one says it. @param {import("../document/tree.js").Tree} tree */
function howKnown(tree) {
  const lines = given.groups.flatMap(({ slot }) => tree.children(tree.root, slot));
  const backed = lines.filter(({ evidence = [] }) => evidence.length).length;
  if (!lines.length) return "Nothing is written yet: begin with what they want.";
  if (!backed) return "Every line is assumed: attach what customers said.";
  if (lines.length === 1) return "The one line has research behind it.";
  return `${backed} of ${lines.length} lines ${backed === 1 ? "has" : "have"} research behind them.`;
}

/** The figures are the server's: asked for again when another segment is bound and kept. */
function followFigures({ store }, root) {
  let shown = store.tree.value(root, "segment");
  store.subscribe(async () => {
    const now = store.tree.value(root, "segment");
    if (now === shown || store.waiting) return;
    shown = now;
    const response = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("figures");
    if (fresh) place("figures").replaceChildren(...fresh.childNodes);
  });
}
