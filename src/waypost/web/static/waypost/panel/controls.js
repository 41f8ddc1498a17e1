/**
 * One control for each type of field. A control shows a value and tells when a person gave another.
 *
 * @typedef {import("../document/values.js").FieldShape} FieldShape
 * @typedef {object} Control
 * @property {HTMLElement} node
 * @property {(value: any) => void} show  The value as it is now; never called while the person is writing in it.
 * @typedef {object} Surroundings
 * @property {string} id  For the label.
 * @property {(value: any) => void} write  Another value; throws ValueError when the field cannot be that.
 * @property {import("../document/store.js").Store} store
 * @property {import("./asking.js").Asking} asking  What the server knows: names, conditions.
 * @property {string} kind  The kind of element the field belongs to.
 * @property {string} name  The field.
 */
import { h } from "../making.js";
import { listOf } from "./lists.js";
import { picker, pickers } from "./picker.js";

const DOTS = 5;

/** @param {FieldShape} field @param {Surroundings} around @returns {Control} */
export function control(field, around) {
  const make = MAKERS[field.type];
  if (field.type === "integer" && field.max - (field.min ?? 0) < DOTS && field.min > 0) return dots(field, around);
  return (make ?? line)(field, around);
}

/** Whether there is a control for it. @param {FieldShape} field */
export const writable = (field) => !field.fixed && (field.type in MAKERS || ["text", "integer", "number"].includes(field.type));

const MAKERS = {
  text: prose, condition: condition, duration: line, code: line, formats: line, date: day, boolean: tick,
  choice: choice, choices: ticks, texts: (field, around) => listOf(field, around), codes: (field, around) => listOf(field, around),
  integer: numeral, number: numeral, id: sibling, reference: picker, references: pickers, value: group, values: groups,
};

const orNull = (text) => (text.trim() === "" ? null : text);

/** Enter keeps, Escape puts back, leaving keeps. */
function kept(node, { write, back, several = false }) {
  node.addEventListener("change", () => write());
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !(several && event.shiftKey)) {
      event.preventDefault();
      write();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      back();
      node.blur();
    }
  });
}

function written(node, around, read, put) {
  let known = null;
  kept(node, { write: () => around.write(read()), back: () => put(known), several: node.tagName === "TEXTAREA" });
  return { node, show: (value) => put((known = value)) };
}

function line(field, around) {
  const node = h("input", { id: around.id, class: "input", autocomplete: "off", spellcheck: field.type === "text" });
  return written(node, around, () => orNull(node.value), (value) => { node.value = value ?? ""; });
}

function prose(field, around) {
  const node = h("textarea", { id: around.id, class: "input prose", rows: 1, maxlength: field.maxLength, dir: "auto" });
  const fit = () => {
    node.style.setProperty("height", "auto");
    node.style.setProperty("height", `${node.scrollHeight + 2}px`);
  };
  let width = 0;
  node.addEventListener("input", fit);
  new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width !== width) requestAnimationFrame(fit);
    width = contentRect.width;
  }).observe(node);
  return written(node, around, () => orNull(node.value), (value) => { node.value = value ?? ""; requestAnimationFrame(fit); });
}

function condition(field, around) {
  const node = h("textarea", { id: around.id, class: "input condition", rows: 2, spellcheck: "false", autocapitalize: "off" });
  const said = h("p", { class: "error", role: "status" });
  const read = () => {
    const text = orNull(node.value);
    if (text === null) return void (said.textContent = "");
    void around.asking.condition(text, around.kind, around.name).then((complaint) => { said.textContent = complaint ?? ""; });
  };
  node.addEventListener("input", read);
  const made = written(node, around, () => orNull(node.value), (value) => { node.value = value ?? ""; });
  return { node: h("div", { class: "stack" }, node, said), show: made.show };
}

function day(_field, around) {
  const node = h("input", { id: around.id, class: "input", type: "date" });
  return written(node, around, () => node.value || null, (value) => { node.value = value ?? ""; });
}

function numeral(field, around) {
  const step = field.type === "integer" ? 1 : "any";
  const node = h("input", { id: around.id, class: "input short", type: "number", step, min: field.min, max: field.max });
  return written(node, around, () => (node.value === "" ? null : Number(node.value)), (value) => { node.value = value ?? ""; });
}

function tick(field, around) {
  const node = h("input", { id: around.id, type: "checkbox", on: { change: () => around.write(node.checked) } });
  return { node, show: (value) => { node.checked = value === true; } };
}

function choice(field, around) {
  const empty = field.required || field.default !== null ? [] : [h("option", { value: "", text: "not said" })];
  const options = field.choices.map(([value, words]) => h("option", { value, text: words }));
  const node = h("select", { id: around.id, class: "input" }, ...empty, ...options);
  node.addEventListener("change", () => around.write(node.value || null));
  return { node, show: (value) => { node.value = value ?? ""; } };
}

function ticks(field, around) {
  const boxes = field.choices.map(([value]) => h("input", { type: "checkbox", value }));
  const read = () => boxes.filter((box) => box.checked).map((box) => box.value);
  for (const box of boxes) box.addEventListener("change", () => around.write(read()));
  const labels = field.choices.map(([, words], place) => h("label", { class: "check" }, boxes[place], words));
  const node = h("div", { class: "choices", role: "group", "aria-labelledby": `${around.id}-label` }, ...labels);
  return { node, show: (value) => boxes.forEach((box) => { box.checked = (value ?? []).includes(box.value); }) };
}

/** A small scale as dots: arrows choose, Delete says nothing. */
function dots(field, around) {
  const values = Array.from({ length: field.max - field.min + 1 }, (_, place) => field.min + place);
  const radios = values.map((value) => h("input", { type: "radio", name: around.id, value, "aria-label": `${value} of ${field.max}` }));
  for (const radio of radios) {
    radio.addEventListener("change", () => around.write(Number(radio.value)));
    radio.addEventListener("keydown", (event) => {
      if (["Delete", "Backspace"].includes(event.key) && !field.required) around.write(field.default ?? null);
    });
  }
  const clear = h("button", { type: "button", class: "link", text: "clear", on: { click: () => around.write(field.default ?? null) } });
  const node = h("div", { class: "dots", role: "radiogroup", "aria-labelledby": `${around.id}-label` }, ...radios, field.required ? null : clear);
  return {
    node,
    show: (value) => {
      for (const radio of radios) {
        radio.checked = Number(radio.value) === value;
        radio.classList.toggle("filled", value !== null && Number(radio.value) <= value);
      }
      clear.hidden = value === null || value === field.default;
    },
  };
}

/** Another element of the same document, of the kinds it may be. */
function sibling(field, around) {
  const { tree } = around.store;
  const fits = (id) => !field.leadsTo?.length || field.leadsTo.includes(tree.kind(id));
  const options = [...tree.walk()].filter(fits).map((id) => h("option", { value: id, text: tree.label(id) }));
  const empty = field.required ? [] : [h("option", { value: "", text: "not said" })];
  const node = h("select", { id: around.id, class: "input" }, ...empty, ...options);
  node.addEventListener("change", () => around.write(node.value || null));
  return { node, show: (value) => { node.value = value ?? ""; } };
}

/** A value with fields of its own: it is written as a whole. */
function group(field, around) {
  let known = null;
  const controls = Object.entries(field.fields).map(([name, part]) => {
    const id = `${around.id}-${name}`;
    const write = (value) => {
      const { [name]: _, ...rest } = known ?? {};
      known = value === null ? rest : { ...rest, [name]: value }; // kept also while it wants more, and cannot be written yet
      around.write(Object.keys(known).length ? known : null);
    };
    return { name, part, id, made: control(part, { ...around, id, name, write }) };
  });
  const rows = controls.map(({ part, id, made }) =>
    h("div", { class: "field" }, h("label", { for: id, id: `${id}-label`, text: part.label }), made.node));
  const node = h("div", { class: "group", role: "group", "aria-labelledby": `${around.id}-label` }, ...rows);
  return {
    node,
    show: (value) => {
      known = value;
      for (const { name, part, made } of controls) if (!made.node.contains(document.activeElement)) made.show(value?.[name] ?? part.default ?? null);
    },
  };
}

/** Several such values, one below the other; one that says nothing yet is not written. */
function groups(field, around) {
  const list = h("ul", { class: "groups" });
  let values = [];
  let number = 0;
  const write = () => around.write(values.map(({ value }) => value).filter(Boolean));
  const one = (value) => {
    const row = { value };
    const made = group(field, { ...around, id: `${around.id}-${number += 1}`, write: (now) => { row.value = now; write(); } });
    const gone = h("button", { type: "button", class: "link", text: "Take it out", on: { click: () => {
      values = values.filter((each) => each !== row);
      row.node.remove();
      write();
    } } });
    row.node = h("li", {}, made.node, gone);
    made.show(value);
    values.push(row);
    list.append(row.node);
    return row.node;
  };
  const more = h("button", { type: "button", class: "button small", text: "Add one", on: { click: () => one(null).querySelector("input, select, textarea")?.focus() } });
  return {
    node: h("div", { class: "stack", role: "group", "aria-labelledby": `${around.id}-label` }, list, more),
    show: (now) => {
      const same = JSON.stringify(now ?? []) === JSON.stringify(values.map(({ value }) => value).filter(Boolean));
      if (same && values.length) return; // what was written here comes back
      values = [];
      list.replaceChildren();
      for (const value of now ?? []) one(value);
    },
  };
}
