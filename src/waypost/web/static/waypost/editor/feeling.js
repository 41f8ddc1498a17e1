/** The assumed point of a step, moved by hand or by keyboard; each key counts at once, a drag when it ends. */
import { set } from "../document/edits.js";
import { heightOf, levelAt, signed, tidy } from "./curve.js";

/** @param {import("./map.js").JourneyMap} map */
export function feelings(map) {
  let typed = "";
  let held = null; // the point the arrows move; before, they walk on
  let timer = 0;

  const put = (node, level) => {
    const { id } = node.dataset;
    const emotion = map.tree.value(id, "emotion");
    if (emotion?.level === level) return;
    map.attempt(() => set(map.tree, id, "emotion", { ...emotion, level }), `How it feels: ${signed(level)}`, { quiet: true });
  };

  /** @param {KeyboardEvent} event @param {HTMLElement} node @returns {boolean} whether the key was one of these */
  const pressed = (event, node) => {
    const now = Number(node.getAttribute("aria-valuenow"));
    const step = event.shiftKey ? 0.5 : 0.1;
    const to = { ArrowUp: now + step, ArrowDown: now - step, "+": now + step, Home: 2, End: -2 }[event.key];
    const { id } = node.dataset;
    if (event.key === "Enter" || (event.key === "Escape" && held === id)) {
      held = held === id ? null : id;
      map.say(held ? "Up and down move the feeling; Enter keeps it" : "Kept");
      return true;
    }
    if (to !== undefined && (held === id || event.key === "+")) {
      put(node, tidy(to));
      return true;
    }
    if (/^[-−0-9.,]$/.test(event.key)) {
      typed += event.key.replace(",", ".").replace("−", "-");
      clearTimeout(timer);
      timer = setTimeout(() => { typed = ""; }, 900);
      const level = Number(typed);
      if (typed.length && !Number.isNaN(level) && typed !== "-") put(node, tidy(level));
      return true;
    }
    return false;
  };

  map.sheet.addEventListener("pointerdown", (event) => {
    const node = event.target.closest(".felt");
    if (!node || !map.edits || event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    node.focus();
    drag(map, node, event, put);
  });
  return pressed;
}

/** Follow the pointer until it lets go; Escape puts the point back. */
function drag(map, node, event, put) {
  const { cell } = map.grid.cellOf(node);
  const top = cell.node.getBoundingClientRect();
  const scale = top.height / cell.node.offsetHeight;
  const start = event.clientY;
  let level = null;
  map.grid.held.add(cell.node);
  const follow = (moved) => {
    if (level === null && Math.abs(moved.clientY - start) < 3) return;
    level = levelAt((moved.clientY - top.top) / scale);
    node.classList.add("moving");
    node.classList.remove("unset");
    node.style.setProperty("top", `${heightOf(level)}px`);
    node.querySelector(".felt-figure").textContent = signed(level);
    map.moving = { id: node.dataset.id, level };
    map.curve.draw(map.grid.columns, map.world.feelings, map.moving);
  };
  const end = (kept) => {
    removeEventListener("pointermove", follow);
    removeEventListener("pointerup", up);
    removeEventListener("pointercancel", cancel);
    removeEventListener("keydown", escape, true);
    map.moving = null;
    node.classList.remove("moving");
    map.grid.release(cell.node);
    if (kept && level !== null) put(node, level);
    map.draw();
  };
  const up = () => end(true);
  const cancel = () => end(false);
  const escape = (pressed) => {
    if (pressed.key !== "Escape") return;
    pressed.stopPropagation();
    end(false);
  };
  addEventListener("pointermove", follow);
  addEventListener("pointerup", up);
  addEventListener("pointercancel", cancel);
  addEventListener("keydown", escape, true);
}
