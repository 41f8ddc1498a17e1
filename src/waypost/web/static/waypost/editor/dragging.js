/**
 * Dragging steps, phases and what stands in cells: a ghost follows, a line shows where it would land, the map scrolls at
 * its edges, Escape lets go. On a touch screen it begins with a long press, so that the map can be scrolled.
 */
import { move } from "../document/edits.js";
import { short } from "./cells.js";
import { h } from "../making.js";
import { isOrdered } from "./lanes.js";
import { place } from "./texts.js";
import { itemsIn } from "./walking.js";

const FAR_ENOUGH = 6;
const LONG = 380;
const EDGE = 56;

/** @param {import("./map.js").JourneyMap} map */
export function dragging(map) {
  map.sheet.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("textarea, input, a[href]")) return;
    const what = grabbed(map, event.target);
    if (what) wait(map, what, event);
  });
  map.sheet.addEventListener("dragstart", (event) => event.preventDefault());
}

/** What would be dragged from here; null when it stays. */
function grabbed(map, target) {
  const found = map.grid.cellOf(target);
  if (!found) return null;
  const { row, cell } = found;
  if (row.key === "phases") return { kind: "phase", node: cell.node, id: cell.column.phase.id, name: cell.column.phase.name };
  if (row.key === "steps") return cell.column.step && { kind: "step", node: cell.node, id: cell.column.step.id, name: cell.column.step.name };
  const node = target.closest(".item");
  const item = map.grid.itemOf(node);
  if (!item?.ref || !row.lane || !isOrdered(row.lane) || item.shape === "piece") return null;
  return { kind: "item", node, item, row, lane: row.lane, name: item.text };
}

/** Until it is clear that something is dragged, and not clicked or scrolled. */
function wait(map, what, { pointerId, pointerType, clientX, clientY }) {
  const touch = pointerType !== "mouse";
  const begin = (event) => {
    end();
    drag(map, what, event, touch);
  };
  const timer = touch ? setTimeout(() => begin({ clientX, clientY, pointerId }), LONG) : 0;
  const moved = (event) => {
    const far = Math.hypot(event.clientX - clientX, event.clientY - clientY) > FAR_ENOUGH;
    if (far && touch) end();
    else if (far) begin(event);
  };
  const end = () => {
    clearTimeout(timer);
    removeEventListener("pointermove", moved);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
  };
  addEventListener("pointermove", moved);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
}

function drag(map, what, start, touch) {
  const box = what.node.getBoundingClientRect();
  const ghost = h("div", { class: `ghost ${what.kind}`, "aria-hidden": "true", style: { width: `${Math.min(box.width, 220)}px` } }, what.name);
  const mark = h("div", { class: "drop-line", "aria-hidden": "true" });
  document.querySelector("#editor").append(ghost, mark);
  what.node.classList.add("dragged");
  map.sheet.classList.add("dragging");
  let [x, y] = [start.clientX, start.clientY];
  let target = null;
  let frame = 0;
  const show = () => {
    ghost.style.setProperty("transform", `translate(${x + 12}px, ${y + 10}px)`);
    target = aimed(map, what, x, y);
    mark.classList.toggle("shown", Boolean(target));
    if (target) for (const [name, value] of Object.entries(target.line)) mark.style.setProperty(name, `${value}px`);
  };
  const roll = () => {
    const room = map.scroller.getBoundingClientRect();
    const by = (at, low, high) => (at < low + EDGE ? -1 : at > high - EDGE ? 1 : 0) * 14;
    map.scroller.scrollBy(by(x, room.left, room.right), what.kind === "item" ? by(y, room.top, room.bottom) : 0);
    show();
    frame = requestAnimationFrame(roll);
  };
  const follow = (event) => { [x, y] = [event.clientX, event.clientY]; };
  const still = (event) => event.preventDefault();
  const end = (dropped) => {
    cancelAnimationFrame(frame);
    removeEventListener("pointermove", follow);
    removeEventListener("pointerup", up);
    removeEventListener("pointercancel", cancel);
    removeEventListener("keydown", escape, true);
    removeEventListener("touchmove", still);
    ghost.remove();
    mark.remove();
    what.node.classList.remove("dragged");
    map.sheet.classList.remove("dragging");
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
    if (dropped && target) target.drop();
    else map.say("Left where it was");
  };
  const up = () => end(true);
  const cancel = () => end(false);
  const escape = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    end(false);
  };
  addEventListener("pointermove", follow);
  addEventListener("pointerup", up);
  addEventListener("pointercancel", cancel);
  addEventListener("keydown", escape, true);
  if (touch) addEventListener("touchmove", still, { passive: false });
  roll();
}

const swallow = (event) => { event.stopPropagation(); event.preventDefault(); };

/** Where it would land: the line to draw, and what to do. */
function aimed(map, what, x, y) {
  if (what.kind === "item") return aimedItem(map, what, x, y);
  const nodes = [...map.sheet.querySelectorAll(`.row.${what.kind}s > .${what.kind}`)];
  const sheet = map.sheet.getBoundingClientRect();
  const head = map.sheet.firstElementChild.getBoundingClientRect();
  const over = nodes.find((node) => { const box = node.getBoundingClientRect(); return x >= box.left && x < box.right; }) ?? (x >= (nodes.at(-1)?.getBoundingClientRect().right ?? 0) ? nodes.at(-1) : nodes[0]);
  if (!over) return null;
  const box = over.getBoundingClientRect();
  const after = x > box.left + box.width / 2;
  const line = { left: (after ? box.right : box.left) - 1.5, top: what.kind === "phase" ? head.top : box.top, width: 3, height: Math.min(sheet.bottom, innerHeight) - head.top };
  const { column } = map.grid.cellOf(over).cell;
  return { line, drop: () => (what.kind === "phase" ? dropPhase(map, what, column, after) : dropStep(map, what, column, after)) };
}

function dropPhase(map, { id, name }, { phase }, after) {
  const others = map.journey.phases.filter((each) => each.id !== id);
  const at = others.findIndex((each) => each.id === phase.id);
  if (phase.id === id) return;
  map.attempt(() => move(map.tree, id, map.tree.root, "phases", after ? phase.id : (others[at - 1]?.id ?? null)), `Moved “${short(name)}”`, { focus: id });
}

function dropStep(map, { id, name }, { phase, step }, after) {
  if (step?.id === id) return;
  const others = (phase.steps ?? []).filter((each) => each.id !== id);
  const at = others.findIndex((each) => each.id === step?.id);
  const follows = step === null ? null : after ? step.id : (others[at - 1]?.id ?? null);
  map.attempt(() => move(map.tree, id, phase.id, "steps", follows), `Moved “${short(name)}” to ${phase.name}`, { focus: id });
}

function aimedItem(map, { item, row, lane }, x, y) {
  const cells = [...row.cells.values()].filter(({ column }) => column.step);
  const cell = cells.find(({ node }) => { const box = node.getBoundingClientRect(); return x >= box.left && x < box.right; });
  if (!cell) return null;
  const box = cell.node.getBoundingClientRect();
  const step = cell.column.step.id;
  const own = cell.items.filter((each) => each.ref && each.shape === item.shape && (!each.bearer || each.bearer === step));
  const nodes = itemsIn(cell.node).filter((node) => own.some(({ key }) => key === node.dataset.item) && !node.classList.contains("dragged"));
  const index = nodes.filter((node) => { const { top, height } = node.getBoundingClientRect(); return y > top + height / 2; }).length;
  const edge = nodes[index]?.getBoundingClientRect().top ?? nodes.at(-1)?.getBoundingClientRect().bottom ?? box.top + 12;
  const line = { left: box.left + 12, top: edge - (nodes[index] ? 5 : -3), width: box.width - 24, height: 3 };
  return { line, drop: () => {
    let made = null;
    map.attempt(() => {
      made = place(map.tree, lane, item, step, index);
      return made.edits;
    }, `Moved “${short(item.text)}” to ${cell.column.step.name}`);
    if (made) map.walking.go(map.walking.find({ row: row.key, cell: step, item: made.key }));
  } };
}
