/** What can be added at a place: the menu of `/`, and of the plus signs. */
import { insert } from "../document/edits.js";
import { idOf } from "../document/tree.js";
import { line } from "../making.js";
import { pick } from "./picking.js";

const ORDER = ["words", "touchpoints", "pains", "opportunities", "moments", "feelings", "needs", "expectations", "thoughts", "irritations", "lingering", "tollgates", "five-ws", "effort", "posts", "endings"];

/** What each is for, where one adds it: lane → a few words. */
const FOR = {
  words: "how a customer puts the step", touchpoints: "where they meet somebody", pains: "what hurts here", opportunities: "a need that could be met better",
  moments: "where a journey is won or lost", feelings: "how it feels, in a word", needs: "what they need here", expectations: "what they count on",
  thoughts: "what goes through their head", irritations: "small, but it adds up", lingering: "staying longer creates value", tollgates: "what must be settled to go on",
  "five-ws": "who, what, when, where or why", effort: "how hard it is for them, 1 to 5", posts: "a question asked here", endings: "the last thing they see or hear",
  physical: "what they see and hold", onstage: "what we do in their sight", backstage: "what we do out of sight", support: "what makes it work",
  upstream: "what comes before, elsewhere", downstream: "what comes after, elsewhere",
};

/**
 * @param {import("./map.js").JourneyMap} map @param {import("./cells.js").Cells} cells
 * @param {{pictures: (step: any) => void, route: (step: any) => void}} more
 */
export function insertMenu(map, cells, more) {
  /** @param {HTMLElement} node */
  return (node) => {
    const { row, cell } = map.grid.cellOf(node);
    const { step, phase } = cell.column;
    const head = row.key === "phases" || row.key.startsWith("over:");
    const here = head ? phase : (step ?? phase);
    const lanes = map.lanes;
    const option = (lane, first) => ({
      name: first ? `${called(lane)} here` : called(lane), hint: FOR[lane.id] ?? (lane.hint || "a lane of your own"), group: head ? `Over “${phase.name}”` : `At “${here.name}”`, words: lane.name,
      run: () => place(map, cells, lane, here, head),
    });
    const markable = lanes.filter((lane) => ["pains", "opportunities", "moments", "irritations", "lingering"].includes(lane.id));
    const ordered = ORDER.map((id) => lanes.find((lane) => lane.id === id)).filter((lane) => lane?.store || lane?.id === "effort");
    const own = lanes.filter(({ group }) => group === "company" || group === "blueprint");
    const current = row.lane && (row.lane.store || row.lane.id === "effort") ? [row.lane] : [];
    const possible = head ? markable : step ? [...current, ...ordered.filter((lane) => lane !== row.lane), ...own.filter((lane) => lane !== row.lane)] : [];
    pick(node, "Add …", [
      ...(current.length ? [option(row.lane, true)] : []),
      { name: "Step", hint: step ? `after “${step.name}”` : `in “${phase.name}”`, group: "The way", words: "what they do", run: () => cells.draft("step", cell.column) },
      ...(step ? [{ name: "Step before", hint: `before “${step.name}”`, group: "The way", words: "this one", run: () => cells.draft("step", before(map, cell.column), { before: cell.column.first }) }] : []),
      { name: "Phase", hint: `after “${phase.name}”`, group: "The way", words: "stage", run: () => cells.draft("phase", { phase }) },
      ...(step ? [{ name: "From here …", hint: "skip, go back or branch", group: "The way", words: "route way skip repeat branch", run: () => more.route(step) }] : []),
      ...possible.filter((lane) => lane !== row.lane || !current.length).map((lane) => option(lane, false)),
      ...(step ? [{ name: "Picture", hint: "choose, drop or paste one", group: `At “${here.name}”`, words: "photo screenshot image", run: () => more.pictures(step) }] : []),
      { name: "Lane of your own", hint: "what else to see at every step", group: "The map", run: () => addLane(map) },
    ], { back: () => map.walking.go(map.walking.node) });
  };
}

/** One thing of a lane, as a menu calls it. @param {import("./lanes.js").Lane} lane */
const called = ({ id, name, word, group }) => (id === "five-ws" ? "One of the five Ws" : ["blueprint", "company"].includes(group) ? name : word.charAt(0).toUpperCase() + word.slice(1));

/** The step before, so that what is added after it comes before this one. */
function before(map, column) {
  return column.first ? column : map.grid.columns[column.index - 1];
}

/** Show the lane and begin to write in it. */
function place(map, cells, lane, element, over) {
  map.shown.choose(lane.id, true);
  if (lane.group === "blueprint") map.shown.choose("blueprint", true);
  map.draw({ anew: true });
  const row = over ? map.grid.row(`over:${lane.id}`) : map.grid.row(`lane:${lane.id}`);
  const cell = row?.cells.get(over ? `phase:${element.id}` : element.id);
  if (cell) {
    map.walking.go(cell.node);
    cells.more(cell.node);
  } else {
    const head = map.sheet.querySelector(`[data-cell][data-id="${CSS.escape(element.id)}"]`);
    cells.add(lane, head, element);
  }
}

/** A new lane of the company's own. @param {import("./map.js").JourneyMap} map */
export function addLane(map) {
  let made = null;
  map.attempt(() => {
    const { tree } = map;
    const edits = insert(tree, tree.root, "lanes", tree.children(tree.root, "lanes").at(-1)?.id ?? null, "Lane", { name: "Our own lane" });
    made = idOf(edits[0]);
    return edits;
  }, "Added a lane of your own");
  if (made) document.dispatchEvent(new CustomEvent("waypost:name-lane", { detail: made }));
}

/** A plus, to stand before words. */
export const plus = () => line("M8 3.5v9M3.5 8h9");
