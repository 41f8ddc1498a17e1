/**
 * Writing in place: a field as large as its words. Enter keeps them, Shift-Enter begins another line, Escape leaves
 * everything as it was, Tab keeps and goes on; a click elsewhere keeps.
 */
import { h } from "../making.js";

let finish = null;

/** Whether somebody writes at the moment. */
export const isWriting = () => finish !== null;

/** Keep what is being written now, as a click elsewhere would. */
export const finishWriting = () => finish?.("kept");

/**
 * @param {object} given
 * @param {Element} given.place  Hidden while its words are written, or what the field is put into.
 * @param {boolean} [given.inside]  Put the field into the place, as its last, in place of hiding it.
 * @param {Element | null} [given.after]  … or after this one of its children.
 * @param {string} given.text @param {string} given.label @param {string} [given.prompt] @param {number} [given.most]
 * @param {boolean} [given.all]  The words are selected, so that typing replaces them.
 * @param {(text: string, how: "kept" | "next" | "before") => void} given.kept  `next`, `before`: go on there.
 * @param {() => void} [given.left]  Nothing was kept.
 * @returns {HTMLTextAreaElement}
 */
export function writeIn({ place, inside = false, after = null, text, label, prompt = "", most = 4000, all = false, kept, left = () => {} }) {
  finishWriting();
  const field = h("textarea", { class: "writing", rows: "1", "aria-label": label, placeholder: prompt, maxlength: String(most), enterkeyhint: "done", spellcheck: "true" });
  field.value = text;
  if (inside) place.insertBefore(field, after?.nextSibling ?? null);
  else {
    place.before(field);
    place.classList.add("being-written");
  }
  const size = () => {
    field.style.setProperty("height", "0");
    field.style.setProperty("height", `${field.scrollHeight}px`);
  };
  const end = (how) => {
    if (finish !== end) return;
    finish = null;
    const words = field.value.trim();
    field.remove();
    place.classList.remove("being-written");
    if (how !== "left" && words !== text.trim()) kept(words, how);
    else left(how);
  };
  finish = end;
  field.addEventListener("input", size);
  field.addEventListener("blur", () => end("kept"));
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    const how = { Enter: event.shiftKey ? null : "kept", Escape: "left", Tab: event.shiftKey ? "before" : "next" }[event.key];
    if (!how) return;
    event.preventDefault();
    end(how);
  });
  for (const type of ["pointerdown", "click", "paste", "copy", "cut"]) field.addEventListener(type, (event) => event.stopPropagation());
  size();
  field.focus();
  if (all) field.select();
  else field.setSelectionRange(field.value.length, field.value.length);
  return field;
}
