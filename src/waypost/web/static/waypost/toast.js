// A sentence that passes: what was done, and perhaps a way back.

/**
 * @param {string} words what was done
 * @param {{bad?: boolean, action?: string, act?: () => void, seconds?: number}} [more]
 */
export function toast(words, { bad = false, action, act, seconds = action || bad ? 8 : 4 } = {}) {
  const place = document.getElementById("toasts");
  const shown = document.createElement("div");
  shown.className = bad ? "toast bad" : "toast";
  const text = document.createElement("span");
  text.textContent = words;
  shown.append(text);
  if (action && act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action;
    button.addEventListener("click", () => { shown.remove(); act(); });
    shown.append(button);
  }
  place.append(shown);
  setTimeout(() => shown.remove(), seconds * 1000);
}
