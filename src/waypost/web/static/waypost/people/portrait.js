/** The portrait: chosen, dropped or pasted; initials without one. */
import { set } from "../document/edits.js";
import { h } from "../making.js";
import { given } from "./opened.js";

const LARGEST = 10_000_000;
const KINDS = "image/png,image/jpeg,image/gif,image/webp";

/** @param {import("./sheet.js").Sheet} sheet @param {HTMLElement} place */
export function portraitOf(sheet, place) {
  const { root } = sheet.tree;
  const field = h("input", { type: "file", accept: KINDS, hidden: true });
  const face = place.firstElementChild;
  const tone = [...root].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6 + 1;
  const change = h("button", { type: "button", class: "button small change-face", on: { click: () => field.click() } });
  const away = h("button", { type: "button", class: "link small", text: "Take it away", on: { click: () => sheet.attempt(() => set(sheet.tree, root, "portrait", null), "Took the portrait away", { undo: true }) } });
  let shown = sheet.tree.value(root, "portrait");

  const take = async (file) => {
    if (file.size > LARGEST) return sheet.refuse("A picture may have 10 MB. Make it smaller, then choose it again");
    sheet.say("Keeping the picture …");
    try {
      const response = await fetch(given.pictures, { method: "POST", headers: { "X-CSRFToken": given.csrf, "Content-Type": file.type || "application/octet-stream" }, body: file });
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.detail);
      sheet.attempt(() => set(sheet.tree, root, "portrait", answer.file), "Changed the portrait", { undo: true });
    } catch (error) {
      sheet.refuse(error.message || "The picture could not be kept. Try once more when you are online");
    }
  };

  const draw = () => {
    const file = sheet.tree.value(root, "portrait");
    change.textContent = file ? "Another picture" : "Add a picture";
    away.hidden = !file;
    const now = place.firstElementChild;
    if (file === shown && now.dataset.drawn === undefined && now === face) return;
    shown = file;
    const address = file?.startsWith("pictures/") ? given.pictures + encodeURIComponent(file.slice("pictures/".length)) : null;
    now.replaceWith(address ? h("img", { class: "face huge", src: address, alt: "", data: { drawn: file } })
      : h("span", { class: `face huge tone-${tone}`, "aria-hidden": "true", data: { drawn: "" }, text: initials(sheet.tree.value(root, "name")) }));
  };

  if (sheet.edits) {
    place.append(change, away, field);
    field.addEventListener("change", () => { if (field.files[0]) void take(field.files[0]); field.value = ""; });
    document.addEventListener("paste", (event) => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => KINDS.includes(type));
      if (!file) return;
      event.preventDefault();
      void take(file);
    });
    place.addEventListener("dragover", (event) => { event.preventDefault(); place.classList.add("over"); });
    place.addEventListener("dragleave", () => place.classList.remove("over"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      place.classList.remove("over");
      if (event.dataTransfer.files[0]) void take(event.dataTransfer.files[0]);
    });
  }
  return { draw };
}

/** The first letters of the first and last word; one for a script without upper case. */
function initials(name) {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  if (!words.length) return name.slice(0, 1);
  const letters = [...new Set([words[0], words.at(-1)])].map((word) => [...word][0].toUpperCase()).join("");
  return letters === letters.toLowerCase() ? letters.slice(0, 1) : letters;
}
