/** A small sheet that hangs at a place: it takes the keyboard, closes by Escape or a click elsewhere, and gives the keyboard back. */
import { h } from "../making.js";

let closing = null;

/** Close the one that is open. */
export const closePopover = () => closing?.();

/**
 * @param {Element} anchor  Where it hangs.
 * @param {string} label  What it is, aloud.
 * @param {Node[]} content
 * @param {{name?: string, closed?: (byKey: boolean) => void, back?: () => void, beside?: boolean}} [how]  `back` puts the
 * keyboard where it was; `beside` hangs it at the right edge.
 * @returns {{node: HTMLElement, close: (byKey?: boolean) => void}}
 */
export function popover(anchor, label, content, { name = "", closed = () => {}, back = () => {}, beside = false } = {}) {
  closePopover();
  const node = h("div", { class: `popover hung ${name}`, role: "dialog", "aria-label": label }, ...content);
  document.querySelector("#editor").append(node);
  const close = (byKey = false) => {
    if (closing !== close) return;
    closing = null;
    removeEventListener("pointerdown", outside, true);
    const had = node.contains(document.activeElement);
    node.remove();
    if (had || byKey) back();
    closed(byKey);
  };
  const outside = (event) => { if (!node.contains(event.target)) close(); };
  closing = close;
  addEventListener("pointerdown", outside, true);
  node.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      close(true);
    }
    if (event.key === "Tab") cycle(node, event);
  });
  hang(node, anchor, beside);
  node.querySelector("[autofocus], textarea, input, button")?.focus();
  return { node, close };
}

/** Put it below the anchor, or above where there is no room, inside the window. */
function hang(node, anchor, beside) {
  const at = anchor.getBoundingClientRect();
  const own = node.getBoundingClientRect();
  const left = beside ? at.right - 20 : at.left;
  const below = at.bottom + 6 + own.height < innerHeight || at.top < own.height + 12;
  const top = beside ? at.top + 8 : below ? at.bottom + 6 : at.top - own.height - 6;
  node.style.setProperty("left", `${Math.max(8, Math.min(left, innerWidth - own.width - 8))}px`);
  node.style.setProperty("top", `${Math.max(8, Math.min(top, innerHeight - own.height - 8))}px`);
}

/** Tab stays inside. */
function cycle(node, event) {
  const all = [...node.querySelectorAll("button, input, textarea, select, a[href]")].filter((each) => each.tabIndex >= 0 && !each.disabled);
  const at = all.indexOf(document.activeElement);
  const next = all[(at + (event.shiftKey ? -1 : 1) + all.length) % all.length];
  event.preventDefault();
  next?.focus();
}
