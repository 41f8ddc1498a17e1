/** The form of a finding: what it is about is found by a few letters; fields that do not matter now stay away. */
import { h, line } from "../making.js";

const { references, kinds, most } = JSON.parse(document.getElementById("people-data").textContent);
const CLOSE = "m4 4 8 8M12 4l-8 8";
const PAUSE = 120;
const place = (id) => document.getElementById(id);
const [field, found, hung] = [place("hang-find"), place("hang-found"), place("hung-on")];
const form = field.form;
let options = [];
let at = 0;
let last = 0;

hung.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  button.closest("li").remove();
  field.focus();
});
field.addEventListener("input", () => {
  const turn = ++last;
  setTimeout(() => { if (turn === last) void seek(turn); }, PAUSE);
});
field.addEventListener("focus", () => { if (field.value) void seek(++last); });
field.addEventListener("blur", () => show([]));
field.addEventListener("keydown", (event) => {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (way && options.length) {
    event.preventDefault();
    at = (at + way + options.length) % options.length;
    mark();
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (options[at]) choose(options[at]);
  } else if (event.key === "Escape") show([]);
});

async function seek(turn) {
  if (!field.value.trim()) return show([]);
  const response = await fetch(`${references}?${new URLSearchParams({ q: field.value, kinds })}`).catch(() => null);
  if (turn !== last || !response?.ok) return;
  const taken = new Set([...hung.querySelectorAll("input")].map(({ value }) => value));
  show((await response.json()).found.filter(({ reference }) => !taken.has(reference)), true);
}

function show(now, asked = false) {
  options = now;
  at = 0;
  found.replaceChildren(...now.map((option, index) => h("li", {
    role: "option", id: `hang-${index}`, on: { pointerdown: (event) => { event.preventDefault(); choose(option); } },
  }, h("span", { dir: "auto", text: option.label }), h("small", { dir: "auto", text: [option.word, option.document === option.label ? "" : option.document].filter(Boolean).join(" · ") }))));
  if (asked && !now.length) found.append(h("li", { class: "nothing", role: "presentation", text: "Nothing is called that." }));
  found.hidden = !found.childElementCount;
  field.setAttribute("aria-expanded", String(!found.hidden));
  mark();
}

function mark() {
  for (const [index, node] of [...found.querySelectorAll("[role=option]")].entries()) node.setAttribute("aria-selected", String(index === at));
  if (options.length) field.setAttribute("aria-activedescendant", `hang-${at}`);
  else field.removeAttribute("aria-activedescendant");
  found.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
}

function choose({ reference, label, word, document: from }) {
  if (hung.childElementCount < most) {
    hung.append(h("li", {}, h("span", {}, h("span", { dir: "auto", text: label }), " ", h("small", { text: [word, from === label ? "" : from].filter(Boolean).join(" · ") })),
      h("input", { type: "hidden", name: "about", value: reference }),
      h("button", { class: "button quiet small square", type: "button", "aria-label": `Not about ${label}` }, line(CLOSE, { name: "icon" }))));
  }
  field.value = "";
  show([]);
  field.focus();
}

const follow = () => {
  form.querySelector("[data-emotion]").hidden = form.elements.kind.value !== "emotion";
  const fresh = form.querySelector("[data-new-study]");
  if (fresh) fresh.hidden = form.elements.study.value !== "";
};
form.addEventListener("change", follow);
follow();
