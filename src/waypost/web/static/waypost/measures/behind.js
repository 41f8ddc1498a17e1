// What stands behind a figure: a popover with its definition, n and interval, and of whom for those who may see.

import { h } from "../making.js";

let open = null;

/** Close what is open. */
export function close() {
  open?.remove();
  open = null;
}

/**
 * @param {HTMLElement} from the figure
 * @param {{about: string, facts: string[]}} told
 * @param {string} address where its definition is
 * @param {{segment: string, period: string}} group of whom it is shown
 */
export async function showBehind(from, told, address, group) {
  close();
  const more = h("div");
  const box = h("div", { class: "popover behind", role: "dialog", "aria-label": told.about, tabindex: "-1" },
    h("b", { text: told.about }), h("ul", {}, ...told.facts.map((text) => h("li", { text }))), more);
  document.body.append(box);
  open = box;
  new ResizeObserver(() => hang(box, from)).observe(box);
  hang(box, from);
  box.focus();
  const leave = () => { close(); from.focus(); };
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); leave(); } });
  document.addEventListener("pointerdown", function away(event) {
    if (box.contains(event.target)) return;
    document.removeEventListener("pointerdown", away);
    if (open === box) close();
  });
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const behind = await answer.json();
  more.append(h("p", { text: behind.definition.text.replaceAll("*", "") }), h("p", { class: "faint small", text: `From ${behind.from}.` }));
  if (!behind.mayask) return;
  more.append(h("button", { type: "button", class: "button small", text: "See the customers behind it", on: { click: ({ currentTarget }) => {
    currentTarget.remove();
    box.focus();
    void people(more, address, group, 0);
  } } }));
}

/** Below the figure, inside the window, as large as it is now; where it is when the figure was drawn anew meanwhile. */
function hang(box, from) {
  if (!from.isConnected) return;
  box.style.setProperty("left", "0");
  const at = from.getBoundingClientRect();
  const left = Math.max(12, Math.min(at.left, innerWidth - box.offsetWidth - 12));
  box.style.setProperty("left", `${left}px`);
  box.style.setProperty("top", `${Math.max(12, Math.min(at.bottom + 8, innerHeight - box.offsetHeight - 12))}px`);
}

async function people(place, address, group, page) {
  const asked = new URLSearchParams({ customers: "1", page: String(page), ...group });
  const answer = await fetch(`${address}?${asked}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) {
    const { detail } = (answer?.status === 422 && await answer.json().catch(() => null)) || { detail: "They could not be looked up just now." };
    place.append(h("p", { class: "small", role: "status", text: detail }));
    return;
  }
  const { customers } = await answer.json();
  const all = `${customers.total.toLocaleString("en-GB")} ${customers.who}${group.period ? `, of those begun in ${group.period}` : ""}`;
  const list = h("ol", { class: "people", start: page * 50 + 1 },
    ...customers.people.map((one) => h("li", { text: one.case ? `${one.customer} · ${one.case}` : one.customer })));
  place.append(h("p", { class: "small", text: all }), list);
  if (page + 1 >= customers.pages) return;
  place.append(h("button", { type: "button", class: "button quiet small", text: "More", on: { click: ({ currentTarget }) => {
    place.closest(".behind")?.focus();
    currentTarget.remove();
    void people(place, address, group, page + 1);
  } } }));
}
