/**
 * What is done in a cell by hand and by keyboard: write, add one more, take away, put before or after.
 *
 * @typedef {import("./map.js").JourneyMap} JourneyMap
 */
import { insert, move, remove, set } from "../document/edits.js";
import { idOf } from "../document/tree.js";
import { pick } from "./picking.js";
import { popover } from "./popover.js";
import { add, drop, keeper, place, wordsOf, write } from "./texts.js";
import { h } from "../making.js";
import { writeIn } from "./writing.js";

export class Cells {
  /** @param {JourneyMap} map */
  constructor(map) {
    this.map = map;
    /** Told when somebody else changed what was being written meanwhile. @type {(item: any, mine: string, theirs: string, redo: () => void) => void} */
    this.collided = () => {};
  }

  /** Write at a node: its words where it has some, one more where it is empty. @param {HTMLElement} node @param {{field?: string, typed?: string}} [how] */
  write(node, { field, typed } = {}) {
    const { row, cell } = this.map.grid.cellOf(node);
    if (row.lane === null) {
      if (cell.column.step || row.key === "phases") this._writeHead(node, row, cell, field ?? "name", typed);
      else this.draft("step", cell.column);
      return;
    }
    const item = this.map.grid.itemOf(node);
    if (item?.shape === "effort") this._effort(node, cell.column.step);
    else if (item?.ref && (typed === undefined || row.lane.store?.fields)) this._writeItem(node, item, row, cell, typed);
    else this.more(node, { typed });
  }

  /** Write one more in the cell of a node, after its item. @param {HTMLElement} node @param {{typed?: string}} [how] */
  more(node, { typed } = {}) {
    const { row, cell } = this.map.grid.cellOf(node);
    const parent = cell.column.step ?? (row.key.startsWith("over:") ? cell.column.phase : null);
    if (!parent) return this.draft("step", cell.column);
    if (row.lane.id === "effort") return this._effort(cell.node, parent);
    if (!row.lane.store) return undefined;
    if (row.lane.store.fields) return this._chooseField(node, row, cell, typed);
    const after = this.map.grid.itemOf(node);
    if (row.lane.store.through && keeper(this.map.tree, parent.id, row.lane, after) === null) {
      return this.map.refuse(this.map.tree.children(parent.id, "touchpoints").length ? "Each touchpoint here has its ending" : "Add a touchpoint first: this belongs to one");
    }
    return this.add(row.lane, cell.node, parent, after, typed);
  }

  /** A line for one more thing of a lane. */
  add(lane, cellNode, parent, after = null, typed = "") {
    const { map } = this;
    const column = parent.id;
    map.grid.held.add(cellNode);
    const field = writeIn({
      place: cellNode, inside: true, after: after && cellNode.querySelector(`:scope > [data-item="${CSS.escape(after.key)}"]`), text: "", label: `New ${lane.word} at ${parent.name}`, prompt: lane.prompt ?? `A ${lane.word}`,
      kept: (text, how) => {
        map.grid.release(cellNode);
        let key = null;
        const done = map.attempt(() => {
          const made = add(map.tree, lane, column, text, after);
          key = made.key;
          return made.edits;
        }, `Added the ${lane.word} “${short(text)}”`);
        if (!done) map.draw();
        const over = map.tree.has(column) && map.tree.kind(column) === "Phase";
        this._after(how, { row: `${over ? "over" : "lane"}:${lane.id}`, cell: over ? `phase:${column}` : column, item: key });
      },
      left: () => this._left(cellNode),
    });
    if (typed) type(field, typed);
  }

  _writeItem(node, item, row, cell, typed) {
    const { map } = this;
    const words = node.querySelector(".words") ?? node;
    const before = wordsOf(map.tree, item);
    map.grid.held.add(cell.node);
    const field = writeIn({
      place: words, text: before, label: node.getAttribute("aria-label"), all: typed !== undefined,
      kept: (text, how) => {
        map.grid.release(cell.node);
        const now = wordsOf(map.tree, item);
        if (now !== before && now !== text) this._collide(item, { row, cell }, text, now ?? "");
        else if (!map.attempt(() => write(map.tree, item, text), text ? `Wrote “${short(text)}”` : `Took “${short(before)}” away`, { undo: !text })) map.draw();
        map.draw();
        this._after(how, { row: row.key, cell: cell.column.key, item: item.key });
      },
      left: () => this._left(cell.node),
    });
    if (typed) type(field, typed);
  }

  /** Somebody else changed it, or took it away, while it was written: what is kept of mine is written anew. */
  _collide(item, { row, cell }, mine, theirs) {
    const { map } = this;
    const parent = cell.column.step ?? cell.column.phase;
    this.collided(item, mine, theirs, (text) => map.attempt(() => {
      const gone = !map.tree.has(item.ref.id);
      return gone && row.lane?.store ? add(map.tree, row.lane, parent.id, text).edits : write(map.tree, item, text);
    }, `Kept “${short(text)}”`, { focus: item.key }));
  }

  _writeHead(node, row, cell, name, typed) {
    const { map } = this;
    const head = cell.node;
    const id = row.key === "phases" ? cell.column.phase.id : cell.column.step.id;
    const words = head.querySelector(`[data-field="${name}"]`);
    if (!words) return;
    const before = map.tree.value(id, name) ?? "";
    const labels = { name: "Name", goal: "What they want settled in this phase" };
    map.grid.held.add(head);
    const field = writeIn({
      place: words, text: before, label: labels[name], all: typed !== undefined,
      kept: (text, how) => {
        map.grid.release(head);
        const now = map.tree.has(id) ? (map.tree.value(id, name) ?? "") : before;
        const item = { key: id, id, ref: { kind: "field", id, field: name } };
        if (now !== before && now !== text) this._collide(item, { row, cell }, text, now);
        else if (text || name !== "name") map.attempt(() => set(map.tree, id, name, text || null), `Wrote “${short(text)}”`);
        else map.refuse("It needs a name. To take it away, press Delete");
        map.draw();
        this._after(how, { row: row.key, cell: cell.column.key, item: id });
      },
      left: () => this._left(head),
    });
    if (typed) type(field, typed);
  }

  _left(cellNode) {
    this.map.grid.release(cellNode);
    this.map.walking.remember();
    this.map.draw();
    const { walking } = this.map;
    walking.go(walking.node?.isConnected ? walking.node : walking.find(walking._place));
  }

  /** After something was kept: stay, or on to the next cell. */
  _after(how, at) {
    const { walking } = this.map;
    if (how === "kept" && document.activeElement !== document.body && !this.map.sheet.contains(document.activeElement)) return;
    walking.go(walking.find(at));
    if (how === "next") walking.onward(1);
    if (how === "before") walking.onward(-1);
  }

  _chooseField(node, row, cell, typed) {
    const free = row.lane.store.fields.filter((name) => !cell.column.step[name]);
    const back = () => this.map.walking.go(this.map.walking.node);
    const options = free.map((name) => ({ name, run: () => this._writeField(row, cell, name, typed) }));
    if (row.lane.store.fields.length === 1) options[0]?.run();
    else if (options.length) pick(cell.node, "Which of the five?", options, { back });
  }

  _writeField(row, cell, name, typed = "") {
    const { map } = this;
    const step = cell.column.step.id;
    map.grid.held.add(cell.node);
    writeIn({
      place: cell.node, inside: true, text: typed, label: row.lane.store.fields.length > 1 ? name : row.lane.name, prompt: row.lane.prompt ?? `${name} …`,
      kept: (text, how) => {
        map.grid.release(cell.node);
        map.attempt(() => set(map.tree, step, name, text), `${name}: ${short(text)}`);
        this._after(how, { row: row.key, cell: cell.column.key, item: `${step}.${name}` });
      },
      left: () => this._left(cell.node),
    });
  }

  _effort(node, step) {
    const options = ["no effort", "a little", "some", "a lot", "a struggle"].map((name, index) => ({
      name: `${index + 1} · ${name}`, chosen: step.effort === index + 1, run: () => this.map.attempt(() => set(this.map.tree, step.id, "effort", index + 1), `Effort ${index + 1} of 5`),
    }));
    pick(node, "How much effort is it for them?", options, { back: () => this.map.walking.go(this.map.walking.node), sought: false });
  }

  /** A card that asks for the name of a new step or phase. @param {"step" | "phase"} what @param {import("./columns.js").Column | null} column  After which. */
  draft(what, column, { before = false } = {}) {
    const { map } = this;
    const { phases = [] } = map.journey;
    const phase = column?.phase ?? phases.at(-1);
    if (what === "step" && !phase) return this.draft("phase", null);
    const id = what === "step" ? (column?.step ?? null)?.id : phase?.id;
    const head = (id && map.sheet.querySelector(`.${what}[data-id="${CSS.escape(id)}"]`)) ?? (phase && map.sheet.querySelector(`[data-id="${CSS.escape(phase.id)}"]`)) ?? map.sheet;
    const place = h("div", { class: "draft" });
    const hint = h("p", { class: "hint", text: what === "step" ? `What do they do next, in ${phase.name}?` : "A stage they would recognise, in their words." });
    let card;
    const back = () => map.walking.go(map.walking.node);
    card = popover(head, what === "step" ? "New step" : "New phase", [hint, place], { name: "draft-card", back, beside: Boolean(id) });
    writeIn({
      place, inside: true, text: "", label: what === "step" ? "Name of the new step" : "Name of the new phase", most: 4000,
      prompt: what === "step" ? "I compare prices" : "Look around",
      kept: (text) => {
        card.close();
        const tree = map.tree;
        const siblings = what === "step" ? tree.children(phase.id, "steps") : phases;
        const after = before ? null : (id ?? siblings.at(-1)?.id ?? null);
        let made = null;
        map.attempt(() => {
          const edits = what === "step" ? insert(tree, phase.id, "steps", after, "Step", { name: text }) : insert(tree, tree.root, "phases", after, "Phase", { name: text });
          made = idOf(edits[0]);
          return edits;
        }, `Added the ${what} “${short(text)}”`);
        if (made) map.walking.go(map.sheet.querySelector(`.${what}[data-id="${CSS.escape(made)}"]`));
      },
      left: () => card.close(true),
    });
    return undefined;
  }

  /** Take away what a node shows. @param {HTMLElement} node */
  remove(node) {
    const { map } = this;
    const { row, cell } = map.grid.cellOf(node);
    const item = map.grid.itemOf(node);
    if (row.lane === null) {
      const element = row.key === "phases" ? cell.column.phase : (cell.column.step ?? cell.column.phase);
      map.attempt(() => remove(map.tree, element.id), `Took the ${map.tree.shape[map.tree.kind(element.id)].word} “${short(element.name)}” away`, { undo: true });
    } else if (item?.shape === "felt") {
      if (item.emotion) map.attempt(() => set(map.tree, item.id, "emotion", null), "Cleared how it feels");
    } else if (item?.shape === "effort") map.attempt(() => set(map.tree, item.id, "effort", null), "Cleared the effort");
    else if (item?.ref) map.attempt(() => drop(map.tree, item), `Took “${short(item.text || row.lane.word)}” away`, { undo: true });
    else if (item) map.refuse("This is evidence: it is changed where it was written down");
  }

  /** Move what a node shows: a step or phase sideways, an item up, down or to the next step. @param {HTMLElement} node @param {"left" | "right" | "up" | "down"} way */
  shift(node, way) {
    const { map } = this;
    const { row, cell } = map.grid.cellOf(node);
    if (row.key === "phases") this._shiftPhase(cell.column.phase, way);
    else if (row.key === "steps" && cell.column.step) this._shiftStep(cell.column, way);
    else if (row.lane?.store) this._shiftItem(map.grid.itemOf(node), row, cell, way);
  }

  _shiftPhase(phase, way) {
    const { tree, journey } = this.map;
    const index = journey.phases.findIndex(({ id }) => id === phase.id) + { left: -1, right: 1, up: 0, down: 0 }[way];
    if (index < 0 || index >= journey.phases.length) return;
    const others = journey.phases.filter(({ id }) => id !== phase.id);
    this.map.attempt(() => move(tree, phase.id, tree.root, "phases", others[index - 1]?.id ?? null), `Moved “${short(phase.name)}” to place ${index + 1}`, { focus: phase.id });
  }

  _shiftStep({ step, phase }, way) {
    const { tree, journey } = this.map;
    const direction = { left: -1, right: 1 }[way];
    if (!direction) return;
    const steps = phase.steps;
    const index = steps.findIndex(({ id }) => id === step.id) + direction;
    const others = steps.filter(({ id }) => id !== step.id);
    const next = journey.phases[journey.phases.findIndex(({ id }) => id === phase.id) + direction];
    const inside = index >= 0 && index < steps.length;
    if (!inside && !next) return;
    const target = inside ? [phase.id, others[index - 1]?.id ?? null] : [next.id, direction === 1 ? null : (next.steps?.at(-1)?.id ?? null)];
    const words = inside ? `to place ${index + 1} in ${phase.name}` : `to ${next.name}`;
    this.map.attempt(() => move(tree, step.id, target[0], "steps", target[1]), `Moved “${short(step.name)}” ${words}`, { focus: step.id });
  }

  _shiftItem(item, row, cell, way) {
    if (!item?.ref || item.ref.kind === "field" || row.lane.store.through || item.shape === "piece") return;
    const { map } = this;
    const direction = { left: -1, right: 1 }[way];
    const own = cell.items.filter((each) => each.ref && (!each.bearer || each.bearer === item.bearer) && each.shape === item.shape);
    const at = own.findIndex(({ key }) => key === item.key);
    const to = direction ? this._neighbour(cell.column, direction) : null;
    if (direction && !to) return;
    const parent = to?.id ?? (item.ref.kind === "listed" ? item.id : map.tree.parent(item.id));
    const index = to ? Infinity : at + (way === "down" ? 1 : -1);
    if (!to && (index < 0 || index >= own.length)) return;
    let key = item.key;
    const done = map.attempt(() => {
      const count = row.lane.store.listed ? map.tree.value(parent, row.lane.store.listed).length : map.tree.children(parent, row.lane.store.slot).length;
      const made = place(map.tree, row.lane, item, parent, Math.min(index, count));
      key = made.key;
      return made.edits;
    }, `Moved “${short(item.text)}” ${to ? `to ${to.name}` : way}`);
    if (done) map.walking.go(map.walking.find({ row: row.key, cell: to?.id ?? cell.column.key, item: key }));
  }

  _neighbour({ index }, direction) {
    for (let at = index + direction; ; at += direction) {
      const column = this.map.grid.columns[at];
      if (!column || column.step) return column?.step ?? null;
    }
  }
}

/** The beginning of a text, for a sentence. @param {string} text */
export const short = (text) => (text.length > 48 ? `${text.slice(0, 46)}…` : text);

function type(field, typed) {
  field.value = typed;
  field.dispatchEvent(new Event("input"));
}
