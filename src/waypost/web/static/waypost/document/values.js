/**
 * The values of an element's fields: what a field means when it is left out, and how a given value is kept.
 *
 * A document keeps no field that says what it would say anyway. `kept` brings any value to the one form it is kept
 * in (blanks around a text dropped, defaults inside a value left out), as the server does, so that both hold the same.
 *
 * @typedef {null | boolean | number | string | Json[] | {[name: string]: Json}} Json
 * @typedef {{id: string, [field: string]: any}} Element  An element as JSON; its slots hold its children in order.
 * @typedef {object} FieldShape
 * @property {string} type
 * @property {string} label
 * @property {string} help
 * @property {boolean} required
 * @property {Json} default
 * @property {boolean} [fixed]  The software writes it, and no person.
 * @property {[string, string][]} [choices]  Each with its words.
 * @property {string[]} [leadsTo]  The kinds a reference or an id may name.
 * @property {Object<string, FieldShape>} [fields]  Those of a value.
 * @property {boolean} [strip]
 * @property {string} [pattern]
 * @property {number} [minLength]
 * @property {number} [maxLength]
 * @property {number} [maxItems]
 * @property {number} [min]
 * @property {number} [max]
 * @property {number} [above]
 * @typedef {object} ElementShape
 * @property {string} word
 * @property {string} help
 * @property {string | null} labelField
 * @property {boolean} [root]
 * @property {Object<string, FieldShape>} fields
 * @property {Object<string, string>} slots  Slot → kind of its children.
 * @typedef {Object<string, ElementShape>} Shape
 */

/** Why a value cannot be kept; the message is a sentence without its subject. */
export class ValueError extends Error {}

const ID = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const BLANKS = /^\p{White_Space}+|\p{White_Space}+$/gu;
const DURATION = /^(\d{1,6}(?:\.\d{1,6})?)\s*(minute|hour|day|week)s?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LISTS = new Map([
  ["texts", "text"],
  ["choices", "choice"],
  ["references", "reference"],
  ["codes", "code"],
  ["values", "value"],
]);

/** Whether two values are the same; the order of an object's fields says nothing. @param {any} a @param {any} b */
export function same(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a)) return a.length === b.length && a.every((item, index) => same(item, b[index]));
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]));
}

/** `now`, with every part that is the same as in `before` being that very part. */
export function shared(before, now) {
  if (before === now || typeof before !== "object" || typeof now !== "object" || !before || !now) return now;
  if (Array.isArray(now)) {
    const known = new Map((Array.isArray(before) ? before : []).map((each, index) => [each?.id ?? index, each]));
    const list = now.map((each, index) => shared(known.get(each?.id ?? index), each));
    return list.length === before.length && list.every((each, index) => each === before[index]) ? before : list;
  }
  const found = Object.fromEntries(Object.entries(now).map(([name, each]) => [name, shared(before[name], each)]));
  const names = Object.keys(found);
  return names.length === Object.keys(before).length && names.every((name) => found[name] === before[name]) ? before : found;
}

/** Whether a text can be an id. @param {any} text */
export const isId = (text) => typeof text === "string" && ID.test(text);

/** An element's field, its default when it is left out. @param {Element} element @param {string} name @param {FieldShape} field */
export const given = (element, name, field) => (Object.hasOwn(element, name) ? element[name] : (field.default ?? null));

/** The object with a field, or without it where it says what it would say anyway. */
export function withField(object, name, value, field) {
  const { [name]: _, ...others } = object;
  return !field.required && same(value, field.default ?? null) ? others : { ...others, [name]: value };
}

/**
 * A value in the form it is kept in.
 * @param {FieldShape} field
 * @param {any} value
 * @returns {Json}
 * @throws {ValueError} the field cannot be that
 */
export function kept(field, value) {
  if (value === undefined || value === null) {
    if (field.required || (field.default ?? null) !== null) throw new ValueError("it cannot be empty");
    return null;
  }
  const item = LISTS.get(field.type);
  if (item) return keptList({ ...field, type: item }, value, field.maxItems);
  if (field.type === "formats") {
    return Array.isArray(value) ? keptList({ ...field, type: "text" }, value) : keptText(field, value);
  }
  return keptOne(field, value);
}

function keptList(field, value, most = Infinity) {
  if (!Array.isArray(value)) throw new ValueError("it should be a list");
  if (value.length > most) throw new ValueError(`it holds ${most} at most`);
  return value.map((each) => keptOne(field, each));
}

function keptOne(field, value) {
  switch (field.type) {
    case "value":
      return keptFields(field.fields, value);
    case "boolean":
      return must(typeof value === "boolean", value, "it is either true or false");
    case "choice":
      return must(field.choices.some(([choice]) => choice === value), value, `'${value}' is not one of its choices`);
    case "integer":
      return keptNumber(field, must(Number.isInteger(value), value, "it should be a whole number"));
    case "number":
      return keptNumber(field, must(Number.isFinite(value), value, "it should be a number"));
    case "date":
      return must(isDay(value), value, "it should be a date, as in 2026-03-31");
    case "duration":
      return must(typeof value === "string" && DURATION.test(value.trim()), value, "it should be a time, as in 36 hours");
    default:
      return keptText(field, value);
  }
}

/** A value's own fields, those that say nothing new left out. @param {Object<string, FieldShape>} fields */
export function keptFields(fields, value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new ValueError("it should have fields");
  for (const name of Object.keys(value)) must(Object.hasOwn(fields, name), name, `'${name}' is not one of its fields`);
  let found = {};
  for (const [name, field] of Object.entries(fields)) {
    if (Object.hasOwn(value, name)) found = withField(found, name, kept(field, value[name]), field);
    else must(!field.required, name, `it needs '${name}'`);
  }
  return found;
}

function keptText(field, value) {
  must(typeof value === "string", value, "it should be a text");
  const text = field.strip ? value.replace(BLANKS, "") : value;
  const length = [...text].length;
  must(length >= (field.minLength ?? 0), text, "it cannot be empty");
  must(length <= (field.maxLength ?? Infinity), text, `it has ${field.maxLength} characters at most`);
  return must(!field.pattern || new RegExp(field.pattern, "u").test(text), text, `it cannot be '${text}'`);
}

function keptNumber(field, value) {
  const { min = -Infinity, max = Infinity, above = -Infinity } = field;
  return must(value >= min && value <= max && value > above, value, bounds(field));
}

function bounds({ min, max, above }) {
  if (above !== undefined) return `it should be more than ${above}`;
  if (min === undefined) return `it should be ${max} at most`;
  return max === undefined ? `it should be ${min} at least` : `it should be from ${min} to ${max}`;
}

function isDay(value) {
  if (typeof value !== "string" || !DAY.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value) && !value.startsWith("0000");
}

function must(holds, value, complaint) {
  if (!holds) throw new ValueError(complaint);
  return value;
}
