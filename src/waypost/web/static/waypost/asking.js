// A form, or one of its buttons, with `data-asks="…"` asks once before something that cannot be taken back.

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
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  const words = document.createElement("p");
  words.id = `asked-${Date.now()}`;
  words.textContent = question;
  dialog.setAttribute("aria-labelledby", words.id);
  const no = button("Keep it as it is", "button", "no");
  const yes = button(verb, "button danger primary", "yes");
  const form = document.createElement("form");
  form.method = "dialog";
  form.className = "actions";
  form.append(no, yes);
  dialog.append(words, form);
  document.body.append(dialog);
  dialog.showModal();
  no.focus();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    resolve(dialog.returnValue === "yes");
    dialog.remove();
  }));
}

function button(text, className, value) {
  const made = document.createElement("button");
  made.textContent = text;
  made.className = className;
  made.value = value;
  return made;
}
