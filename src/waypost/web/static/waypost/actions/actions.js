/**
 * `<waypost-actions src="…/journeys/buying/actions" element="no-answer">`: what is done about one element, and where one
 * makes another action. It looks again when something happens to an action of its journey.
 *
 * @typedef {{id: number, title: string, state: string, label: string, owner: string | null, due: string | null,
 *   overdue: boolean, address: string, under_way: boolean}} Action
 */
import { listen } from "../listening.js";
import { h } from "../making.js";

const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });

class Actions extends HTMLElement {
  static observedAttributes = ["element"];

  connectedCallback() {
    void this._look();
  }

  /** Something happened to an action, perhaps here. @param {{journey: string} | undefined} news */
  hear(news) {
    if (!news || this.getAttribute("src").endsWith(`/journeys/${news.journey}/actions`)) void this._look();
  }

  attributeChangedCallback() {
    if (this._told) this._draw();
  }

  async _look() {
    const answer = await fetch(this.getAttribute("src"), { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    this._told = await answer.json();
    this._draw();
  }

  _draw() {
    const { actions, make } = this._told;
    const element = this.getAttribute("element");
    const found = actions[element] ?? [];
    const none = h("p", { class: "soft small", text: "Nothing is done about this yet." });
    const way = make ? [h("a", { class: "button small", href: make + encodeURIComponent(element), text: "Make an action" })] : [];
    this.replaceChildren(found.length ? h("ul", { class: "action-list" }, ...found.map(row)) : none, ...way);
  }
}

/** @param {Action} action */
function row({ title, label, owner, due, overdue, address }) {
  const when = due ? [h("span", overdue ? { class: "hurts", text: `overdue since ${day.format(new Date(due))}` } : { text: day.format(new Date(due)) })] : [];
  return h("li", {}, h("a", { href: address, dir: "auto", text: title }), h("small", { class: "faint" }, h("span", { text: label.toLowerCase() }), h("span", { text: owner ?? "nobody yet" }), ...when));
}

customElements.define("waypost-actions", Actions);

listen("action", (news) => {
  for (const shown of document.querySelectorAll("waypost-actions")) shown.hear(news);
});
