/** Pictures: dropped on the map, pasted, or chosen. Kept by the server first, then put at the step with words for those who cannot see it. */
import { insert } from "../document/edits.js";
import { h } from "../making.js";
import { given } from "./opened.js";
import { popover } from "./popover.js";

const LARGEST = 10_000_000;
const KINDS = "image/png,image/jpeg,image/gif,image/webp";

/** @param {import("./map.js").JourneyMap} map @returns {(step: any) => void} asks for a picture of a step */
export function pictures(map) {
  const stepAt = (node) => map.grid.cellOf(node)?.cell.column.step ?? null;

  const choose = (step) => {
    const field = h("input", { type: "file", accept: KINDS, hidden: true });
    field.addEventListener("change", () => { if (field.files[0]) void take(map, step, field.files[0]); field.remove(); });
    document.body.append(field);
    field.click();
  };

  const dragged = (event) => [...(event.dataTransfer?.items ?? [])].some(({ kind, type }) => kind === "file" && (!type || KINDS.includes(type)));
  map.scroller.addEventListener("dragover", (event) => {
    if (!dragged(event)) return;
    event.preventDefault();
    mark(map, stepAt(event.target));
  });
  map.scroller.addEventListener("dragleave", () => mark(map, null));
  map.scroller.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    mark(map, null);
    const step = stepAt(event.target);
    if (step) void take(map, step, event.dataTransfer.files[0]);
    else map.refuse("Drop the picture on a step");
  });
  document.addEventListener("paste", (event) => {
    const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => KINDS.includes(type));
    if (!file || event.target.closest?.("input")) return;
    const step = map.walking.node && stepAt(map.walking.node);
    event.preventDefault();
    if (step) void take(map, step, file);
    else map.refuse("Choose a step first, then paste the picture");
  });
  return choose;
}

function mark(map, step) {
  for (const node of map.sheet.querySelectorAll(".takes")) node.classList.remove("takes");
  if (step) map.sheet.querySelector(`.step[data-id="${CSS.escape(step.id)}"]`)?.classList.add("takes");
}

/** Keep the picture, then ask what it shows. */
async function take(map, step, file) {
  if (file.size > LARGEST) {
    map.refuse("A picture may have 10 MB. Make it smaller, then drop it again");
    return;
  }
  map.say("Keeping the picture …");
  let answer;
  try {
    const response = await fetch(given.pictures, { method: "POST", headers: { "X-CSRFToken": given.csrf, "Content-Type": file.type || "application/octet-stream" }, body: file });
    answer = await response.json();
    if (!response.ok) throw new Error(answer.detail);
  } catch (error) {
    map.refuse(error.message || "The picture could not be kept. Try once more when you are online");
    return;
  }
  ask(map, step, answer);
}

function ask(map, step, { file, address }) {
  const field = h("textarea", { rows: "2", class: "alt-words", "aria-label": "What the picture shows", placeholder: "The form after the bank said no", maxlength: "4000", required: true });
  const keep = (event) => {
    event?.preventDefault();
    const alt = field.value.trim() || `A picture of “${step.name}”`;
    card.close(true);
    map.shown.choose("pictures", true);
    map.attempt(() => insert(map.tree, step.id, "pictures", map.tree.children(step.id, "pictures").at(-1)?.id ?? null, "Picture", { file, alt }), `Added a picture at ${step.name}`);
    map.draw({ anew: true });
  };
  field.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey) keep(event); });
  const anchor = map.sheet.querySelector(`.step[data-id="${CSS.escape(step.id)}"]`);
  const card = popover(anchor, "What does it show?", [h("form", { class: "alt-form", on: { submit: keep } }, h("img", { src: address, alt: "" }),
    h("p", { text: "What does it show? A few words, for those who cannot see it." }), field, h("button", { class: "button primary", text: "Add the picture" }))],
  { name: "picture-card", back: () => map.walking.go(map.walking.node) });
  field.focus();
}
