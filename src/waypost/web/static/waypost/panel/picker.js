/** References: what they name in words, and a search over the workspace to choose another. */
import { h } from "../making.js";

const WAIT = 180;

/** One reference. @param {import("../document/values.js").FieldShape} field @param {import("./controls.js").Surroundings} around */
export function picker(field, around) {
  const chosen = h("span", { class: "named" });
  const search = finder(field, around, (found) => around.write(found.reference));
  const clear = h("button", { type: "button", class: "link", text: "take out", on: { click: () => around.write(null) } });
  const node = h("div", { class: "stack" }, h("div", { class: "row-line" }, chosen, field.required ? null : clear), search);
  return {
    node,
    show: (value) => {
      chosen.textContent = value ?? "";
      clear.hidden = !value;
      if (value) void around.asking.named([value]).then(([found]) => { if (found) chosen.textContent = worded(found); });
    },
  };
}

/** Several references. */
export function pickers(field, around) {
  const rows = h("ul", { class: "named-rows" });
  let known = [];
  const search = finder(field, around, (found) => {
    if (!known.includes(found.reference)) around.write([...known, found.reference]);
  });
  const row = (reference, found) => h("li", { class: "row-line" },
    h("span", { class: "named", text: found ? worded(found) : reference }),
    h("button", { type: "button", class: "remove", "aria-label": `Take out ${found?.label ?? reference}`, text: "×",
      on: { click: () => around.write(known.filter((each) => each !== reference)) } }));
  const fill = (found) => rows.replaceChildren(...known.map((each) => row(each, found.find(({ reference }) => reference === each))));
  return {
    node: h("div", { class: "stack" }, rows, search),
    show: (value) => {
      known = value ?? [];
      fill([]);
      if (known.length) void around.asking.named(known).then(fill);
    },
  };
}

const worded = ({ label, word, document: home }) => (label === home ? label : `${label} · ${word} of ${home}`);

/** A field that finds: arrows choose, Enter takes, Escape closes. */
function finder(field, around, take) {
  const list = h("ul", { class: "found", role: "listbox", id: `${around.id}-found`, hidden: true });
  const input = h("input", { id: around.id, class: "input", role: "combobox", autocomplete: "off", "aria-expanded": "false",
    "aria-controls": list.id, "aria-autocomplete": "list", placeholder: "Find by a few letters" });
  let asked;
  let at = -1;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (found) => {
    input.value = "";
    close();
    take(found);
  };
  const offer = (found) => {
    const options = found.map((each, place) => {
      const option = h("li", { role: "option", id: `${list.id}-${place}`, "aria-selected": "false" },
        h("b", { text: each.label }), h("span", { text: each.label === each.document ? each.word : `${each.word} · ${each.document}` }));
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        choose(each);
      });
      option.found = each;
      return option;
    });
    list.replaceChildren(...(options.length ? options : [h("li", { class: "none", text: "Nothing has these letters." })]));
    list.hidden = false;
    at = -1;
    input.setAttribute("aria-expanded", "true");
  };
  const look = () => {
    clearTimeout(asked);
    asked = setTimeout(async () => offer(await around.asking.search(input.value, field.leadsTo ?? [])), WAIT);
  };
  const mark = (step) => {
    const options = [...list.querySelectorAll("[role=option]")];
    if (!options.length) return;
    at = (at + step + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };
  input.addEventListener("input", look);
  input.addEventListener("focus", look);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const option = list.querySelectorAll("[role=option]")[Math.max(at, 0)];
      if (!list.hidden && option) choose(option.found);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  return h("div", { class: "finder" }, input, list);
}
