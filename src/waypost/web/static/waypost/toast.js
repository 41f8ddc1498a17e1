// A sentence that passes: what was done, and perhaps a way back.

import { h } from "./making.js";

/**
 * @param {string} words what was done
 * @param {{bad?: boolean, action?: string, act?: () => void, seconds?: number}} [more]
 */
export function toast(words, { bad = false, action, act, seconds = action || bad ? 8 : 4 } = {}) {
  const place = document.getElementById("toasts");
  const way = action && act ? h("button", { type: "button", text: action, on: { click: () => { shown.remove(); act(); } } }) : null;
  const shown = h("div", { class: bad ? "toast bad" : "toast" }, h("span", { text: words }), way);
  place.append(shown);
  setTimeout(() => shown.remove(), seconds * 1000);
}
