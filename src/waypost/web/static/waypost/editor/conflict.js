/** Where two people changed the same: both texts at the place, and three ways on. Nothing is lost before one is chosen. */
import { h } from "../making.js";
import { popover } from "./popover.js";

/** @param {import("./map.js").JourneyMap} map */
export function conflictsOf(map) {
  const { store } = map;
  const known = new Set();

  const show = (conflict) => {
    const node = map.walking.of(conflict.element) ?? map.walking.node ?? map.sheet;
    map.walking.reveal(node);
    node.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    const who = conflict.by?.name ?? "Somebody";
    const choose = (choice) => {
      card.close(true);
      if (!store.resolve(conflict, choice)) map.refuse("This can no longer be: the place it belonged to is gone");
      else map.say({ mine: "Kept yours", theirs: "Took theirs", both: "Kept both" }[choice]);
    };
    const [mine, theirs] = [shown(map, conflict, "mine"), shown(map, conflict, "theirs")];
    const both = conflict.kind === "field" && ["string", "object"].includes(typeof conflict.mine) && typeof conflict.mine === typeof conflict.theirs && (typeof conflict.mine === "string" || Array.isArray(conflict.mine));
    const card = asked(node, heading(conflict, who), who, mine, theirs, {
      mine: conflict.kind === "refused" ? null : () => choose("mine"), theirs: () => choose("theirs"), both: both ? () => choose("both") : null,
      theirWords: conflict.kind === "refused" ? "Let it go" : "Take theirs",
    });
  };

  const next = () => { if (store.conflicts[0]) show(store.conflicts[0]); };
  store.subscribe(() => {
    const fresh = store.conflicts.filter(({ id, theirs }) => !known.has(`${id} ${JSON.stringify(theirs)}`));
    for (const { id, theirs } of store.conflicts) known.add(`${id} ${JSON.stringify(theirs)}`);
    if (fresh.length) setTimeout(() => { if (store.conflicts.some(({ id }) => id === fresh[0].id)) show(store.conflicts.find(({ id }) => id === fresh[0].id)); });
    const places = new Set(store.conflicts.map(({ element }) => element));
    for (const node of map.sheet.querySelectorAll(".in-conflict")) node.classList.toggle("in-conflict", places.has(node.dataset.id));
    for (const id of places) map.walking.of(id)?.classList.add("in-conflict");
  });
  if (store.conflicts.length) setTimeout(next);

  /** Somebody changed what I was writing: the same question, before mine is sent. */
  const collided = (item, mine, theirs, keep) => {
    const node = map.walking.of(item.key) ?? map.walking.of(item.id) ?? map.sheet;
    const card = asked(node, "Somebody changed this while you were writing", "Somebody", mine, theirs || "taken away", {
      mine: () => { card.close(true); keep(mine); }, theirs: () => card.close(true), both: theirs ? () => { card.close(true); keep(`${theirs}\n${mine}`); } : null, theirWords: "Take theirs",
    });
  };
  return { next, collided };
}

function asked(node, head, who, mine, theirs, { mine: keepMine, theirs: takeTheirs, both, theirWords }) {
  const side = (name, text) => h("div", { class: "side" }, h("small", { text: name }), h("p", { dir: "auto", text }));
  return popover(node, head, [
    h("p", { class: "head-line", text: head }),
    h("div", { class: "sides" }, side("Yours", mine), theirs === null ? null : side(who, theirs)),
    h("div", { class: "choices" },
      keepMine && h("button", { type: "button", class: "button primary", text: "Keep mine", on: { click: keepMine } }),
      h("button", { type: "button", class: "button", text: theirWords, on: { click: takeTheirs } }),
      both && h("button", { type: "button", class: "button", text: "Keep both", on: { click: both } })),
  ], { name: "conflict-card" });
}

function heading({ kind, detail }, who) {
  return {
    field: `${who} changed the same`, gone: `${who} took away what you changed`, changed: `${who} changed what you took away`,
    cycle: "This would stand inside itself", taken: `${who} made something under the same name`, refused: detail ?? "This could not be kept",
  }[kind];
}

/** One side of a conflict in words. */
function shown(map, conflict, side) {
  if (conflict.kind === "field") return plain(conflict[side]);
  if (side === "theirs") return { gone: "Taken away", changed: "Changed", refused: null }[conflict.kind] ?? "As it is now";
  const texts = conflict.mine.map((edit) => {
    if (edit.edit === "set") return plain(edit.new);
    if (edit.edit === "remove") return "Take it away";
    if (edit.edit === "move") return "Move it";
    const [element] = Object.values(edit.element);
    return element.name ?? element.text ?? element.settles ?? "Something new";
  });
  return texts.join("\n");
}

function plain(value) {
  if (value === null || value === undefined || value === "") return "nothing";
  if (Array.isArray(value)) return value.length ? value.map(plain).join("\n") : "nothing";
  if (typeof value === "object") return Object.entries(value).map(([name, each]) => `${name.replaceAll("_", " ")} ${plain(each)}`).join(", ");
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}
