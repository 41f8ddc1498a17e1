/**
 * The columns of a map: one a step, and one for a phase that has no steps yet.
 *
 * @typedef {import("../document/values.js").Element} Element
 * @typedef {object} Column
 * @property {string} key  The step's id, or the phase's where it has none.
 * @property {Element} phase
 * @property {Element | null} step
 * @property {boolean} first  A phase begins here.
 * @property {number} index  From 0.
 * @property {number} [span]  How many columns of the sheet it takes. @property {string[]} [keys]  Which.
 * @typedef {{phase: Element, number: number, column: number, span: number}} Span  A phase over its columns.
 */

/** @param {Element} journey @returns {{columns: Column[], spans: Span[]}} */
export function columnsOf(journey) {
  const columns = [];
  const spans = [];
  for (const [place, phase] of (journey.phases ?? []).entries()) {
    const steps = phase.steps?.length ? phase.steps : [null];
    spans.push({ phase, number: place + 1, column: columns.length, span: steps.length });
    steps.forEach((step, index) => {
      columns.push({ key: step?.id ?? phase.id, phase, step, first: index === 0, index: columns.length });
    });
  }
  return { columns, spans };
}
