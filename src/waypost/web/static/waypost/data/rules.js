// Rules, written for people who pick.

/** @param {string} name */
export const quoted = (name) => `'${name.replaceAll("'", "''")}'`;

/**
 * The rule that means these events.
 * @param {string[]} events
 * @returns {string|null}
 */
export function ruleOf(events) {
  if (!events.length) return null;
  return events.length === 1 ? `event = ${quoted(events[0])}` : `event IN (${events.map(quoted).join(", ")})`;
}

/**
 * The events a rule lists when it does nothing else; null for any other rule.
 * @param {string|null} rule
 */
export function eventsOf(rule) {
  const text = (rule ?? "").trim();
  if (!text) return [];
  const name = "'(?:[^']|'')*'";
  const lists = new RegExp(`^event\\s*(?:=\\s*${name}|IN\\s*\\(\\s*${name}(?:\\s*,\\s*${name})*\\s*\\))$`, "i");
  if (!lists.test(text)) return null;
  return [...text.matchAll(new RegExp(name, "g"))].map(([found]) => found.slice(1, -1).replaceAll("''", "'"));
}

/**
 * The rule with an event more, or without it.
 * @param {string|null} rule
 * @param {string} event
 */
export function toggled(rule, event) {
  const events = eventsOf(rule);
  if (events) return ruleOf(events.includes(event) ? events.filter((one) => one !== event) : [...events, event]);
  return `(${rule}) OR event = ${quoted(event)}`;
}
