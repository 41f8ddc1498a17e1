// A form, or one of its buttons, with `data-asks="…"` asks once before something that cannot be taken back.

import { h } from "./making.js";

/** Listen for such forms and buttons. */
export function askFirst() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const asking = [event.submitter, form].find((one) => one?.dataset.asks);
    if (!asking || asking.dataset.asked) return;
    event.preventDefault();
    const { submitter } = event;
    ask(asking.dataset.asks, asking.dataset.verb ?? submitter?.textContent.trim() ?? "Go on").then((sure) => {
      if (!sure) return;
      asking.dataset.asked = "yes";
      form.requestSubmit(submitter);
    });
  });
}

/**
 * @param {string} question what will happen, in a sentence
 * @param {string} verb what the button that does it says
 * @returns {Promise<boolean>} whether the person wants it
 */
export function ask(question, verb) {
  const id = `asked-${Date.now()}`;
  const no = h("button", { class: "button", value: "no", text: "Keep it as it is" });
  const yes = h("button", { class: "button danger primary", value: "yes", text: verb });
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": id },
    h("p", { id, text: question }), h("form", { method: "dialog", class: "actions" }, no, yes));
  document.body.append(dialog);
  dialog.showModal();
  no.focus();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    resolve(dialog.returnValue === "yes");
    dialog.remove();
  }));
}
