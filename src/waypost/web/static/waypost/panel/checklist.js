/** What the check says, as a list: what is good first, then what to do, then what the next state will ask for. */
import { h } from "../making.js";

const WORDS = { error: "To correct", warning: "To look at", hint: "Worth a thought" };

/**
 * @param {HTMLElement} host
 * @param {import("./checks.js").Checks} checks
 * @param {{journey: string, open: (id: string, field: string | null) => void, apply: (edits: any[], label: string) => void, edits: boolean}} around
 */
export function mountChecklist(host, checks, around) {
  host.replaceChildren(h("p", { class: "soft", text: "Reading the map …" }));
  checks.subscribe((report) => {
    if (host.contains(document.activeElement) && document.activeElement.matches("summary")) return;
    const unfolded = host.querySelector(".later")?.open ?? false;
    host.replaceChildren(...drawn(report, around));
    if (unfolded) host.querySelector(".later")?.setAttribute("open", "");
  });
}

function drawn({ strengths, remarks, later, next }, around) {
  const good = strengths.length ? h("section", {}, h("h3", { text: "What is good" }), h("ul", { class: "strengths" }, ...strengths.map((text) => h("li", { text })))) : null;
  const groups = Object.entries(WORDS).map(([severity, title]) => {
    const found = remarks.filter((remark) => remark.severity === severity);
    return found.length ? h("section", { class: severity }, h("h3", {}, title, h("span", { class: "count", text: found.length })), h("ul", { class: "remarks" }, ...found.map((each) => remark(each, around)))) : null;
  });
  const none = remarks.length ? null : h("p", { class: "soft", text: "Nothing to do in this state of the map." });
  const ahead = later.length ? h("details", { class: "later" }, h("summary", { text: `Later: ${later.length} before it is ${next}` }), h("ul", { class: "remarks" }, ...later.map((each) => remark(each, around)))) : null;
  return [good, none, ...groups, ahead].filter(Boolean);
}

function remark(told, { journey, open, apply, edits }) {
  const here = told.document === journey;
  const title = here
    ? h("button", { type: "button", class: "remark", text: told.message, on: { click: () => open(told.element, told.field) } })
    : h("p", { class: "remark", text: told.message });
  const offers = edits ? told.offers.map(({ label, edits: change }) =>
    h("button", { type: "button", class: "button small", text: label, on: { click: () => apply(change, label) } })) : [];
  return h("li", {}, title, offers.length ? h("div", { class: "offers" }, ...offers) : null,
    h("details", {}, h("summary", { text: "Why" }), h("p", { text: told.reason }), h("p", { text: told.fix }), h("p", { class: "practice", text: told.practice })));
}
