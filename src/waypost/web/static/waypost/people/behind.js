/** What stands behind a line: its evidence in words, or *assumed*; and the card that attaches more. */
import { set } from "../document/edits.js";
import { h } from "../making.js";
import { popover } from "../editor/popover.js";
import { given } from "./opened.js";

const GONE = { text: "A finding that is no longer there", said_by: "", tally: "", quoted: false, href: "" };
const known = (reference) => given.known[reference] ?? GONE;

/** @param {string[]} evidence @returns {Node[]} */
export function behind(evidence) {
  if (!evidence.length) return [h("span", { class: "standing assumed", text: "assumed" })];
  return evidence.map((reference) => {
    const { text, said_by: who, tally, quoted, href } = known(reference);
    const words = quoted ? `“${text}”` : text;
    const said = h(href ? "a" : "span", { class: quoted ? "quote said" : "quote", dir: "auto", text: words, ...(href ? { href } : {}) });
    return h("p", { class: "one" }, said, h("small", { text: [who, tally].filter(Boolean).join(" · ") }));
  });
}

/**
 * Attach evidence to a line, or take it off.
 * @param {import("./sheet.js").Sheet} sheet @param {string} id @param {HTMLElement} anchor
 */
export function attach(sheet, id, anchor) {
  const field = h("input", { type: "text", class: "sought", "aria-label": "Find evidence by its words", placeholder: "Find evidence by its words", autocomplete: "off", autofocus: true });
  const attached = h("ul", { class: "attached", "aria-label": "Behind this line" });
  const found = h("ul", { class: "found-evidence", "aria-label": "Evidence found" });
  const evidence = () => (sheet.tree.has(id) ? sheet.tree.value(id, "evidence") : []);
  const put = (now, label) => {
    if (sheet.tree.has(id)) sheet.attempt(() => set(sheet.tree, id, "evidence", now), label);
    drawAttached();
    field.focus();
  };
  const drawAttached = () => attached.replaceChildren(...evidence().map((reference) => h("li", {},
    h("span", { dir: "auto", text: known(reference).text }),
    h("button", { type: "button", class: "link", text: "Take off", "aria-label": `Take off: ${known(reference).text}`, on: { click: () => put(evidence().filter((one) => one !== reference), "Took the evidence off the line") } }))));
  const option = ({ reference, label, word, document: from }) => h("li", {}, h("button", {
    type: "button", class: "pick-evidence", on: { click: () => {
      given.known[reference] ??= told({ reference, label, word, from });
      put([...evidence(), reference], "Attached evidence to the line");
      void seek();
    } },
  }, h("span", { dir: "auto", text: label }), h("small", { dir: "auto", text: from })));

  let last = 0;
  const seek = async () => {
    const turn = ++last;
    const answer = await ask(field.value).catch(() => null);
    if (turn !== last) return;
    if (!answer) {
      found.replaceChildren(h("li", { class: "nothing", text: "The evidence could not be asked for. Try again when you are online." }));
      return;
    }
    const free = answer.filter(({ reference }) => !evidence().includes(reference));
    found.replaceChildren(...(free.length ? free.map(option) : [h("li", { class: "nothing", text: "Nothing has these words." })]));
  };
  field.addEventListener("input", seek);
  const add = h("a", { href: `${given.findings}add?${new URLSearchParams({ behind: `${sheet.tree.root}/${id}` })}`, text: "Add evidence that is not here yet" });
  popover(anchor, "Evidence behind this line", [attached, field, found, h("p", { class: "foot" }, add)], { name: "evidence-card", back: () => sheet.walking.go(sheet.walking.of(id)) });
  drawAttached();
  void seek();
}

async function ask(words) {
  const query = new URLSearchParams({ q: words, kinds: given.kinds });
  const response = await fetch(`${given.references}?${query}`);
  if (!response.ok) throw new Error(response.statusText);
  return (await response.json()).found;
}

/** A finding that was chosen just now: what the search told of it. */
function told({ reference, label, word, from }) {
  const href = word === "finding" ? `${given.findings}${reference}/` : `${given.findings}?study=${reference}`;
  return { text: label, said_by: "", tally: from, quoted: false, href };
}
