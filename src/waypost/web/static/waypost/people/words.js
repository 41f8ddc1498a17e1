/** Words of the document that are written where they stand: a button that becomes a field, and a field that becomes words again. */
import { set } from "../document/edits.js";
import { h } from "../making.js";
import { writeIn } from "../editor/writing.js";

/**
 * @param {import("./sheet.js").Sheet} sheet
 * @param {object} what
 * @param {HTMLElement} what.place  The words that are written. @param {() => string} what.read  What they are by now.
 * @param {string} what.label @param {string} [what.prompt]
 * @param {(text: string) => void} what.keep @param {(how: {entered: boolean, text: string}) => void} [what.after]
 */
export function write(sheet, { place, read, label, prompt = "", keep, after = () => {} }) {
  const before = read();
  let entered = false;
  const done = (text) => after({ entered, text });
  const field = writeIn({
    place, text: before, label, prompt,
    kept: (text) => {
      const now = read();
      if (now !== before && now !== text) sheet.collided({ key: place.closest("[data-id]")?.dataset.id ?? "", id: "" }, text, now, keep);
      else keep(text);
      done(text);
    },
    left: () => done(before),
  });
  field.addEventListener("keydown", ({ key, shiftKey, isComposing }) => { entered = key === "Enter" && !shiftKey && !isComposing; }, { capture: true });
}

/**
 * One text field of one element, in a place of its own.
 * @param {import("./sheet.js").Sheet} sheet
 * @param {HTMLElement} place  Its content is drawn here. @param {{id: string, field: string, label: string, prompt: string, required?: boolean}} what
 */
export function worded(sheet, place, { id, field, label, prompt, required = false }) {
  const read = () => sheet.tree.value(id, field) ?? "";
  const keep = (text) => {
    if (!text && required) sheet.refuse(`${label}: it cannot be empty`);
    else sheet.attempt(() => set(sheet.tree, id, field, text || null), `${label}: ${text || "taken away"}`);
  };
  const button = h("button", { type: "button", class: "words", dir: "auto" });
  const begin = () => write(sheet, { place: button, read, label, prompt, keep, after: ({ entered }) => { if (entered) button.focus(); } });
  button.addEventListener("click", begin);
  const draw = () => {
    const words = read();
    const empty = !words;
    if (!sheet.edits) place.textContent = words;
    else {
      button.textContent = words || prompt;
      button.classList.toggle("empty", empty);
      button.setAttribute("aria-label", `${label}: ${words || "not written yet"}. Write`);
      if (button.parentElement !== place) place.replaceChildren(button);
    }
  };
  return { draw };
}
