/**
 * `<waypost-comments src="…/documents/buying/comments" element="pays">`: what is said about one element, and a place to
 * say something. Without `element` it is the document; with `all` it is everything said, the settled folded away. `map`
 * is the address of the map, to which threads lead. `watch` offers to hear what is said about the document.
 *
 * It looks again when something is said about its document.
 * After each look it fires `comments-shown` with the open threads by element: `{counts: {[element]: number}}`.
 *
 * @typedef {{id: number, name: string, initials: string, tone: number}} Person
 * @typedef {{id: number, author: Person | null, name: string, text: string, mentions: string[], at: string,
 *   edited: boolean, may_change: boolean, may_remove: boolean}} Comment
 * @typedef {{id: number, element: string, about: string, gone: boolean, resolved: string | null, resolved_by: string,
 *   comments: Comment[]}} Thread
 */
import { ask } from "../asking.js";
import { token } from "../csrf.js";
import { listen } from "../listening.js";
import { h } from "../making.js";
import { toast } from "../toast.js";
import { sayForm } from "./saying.js";
import { moment, when } from "./times.js";

class Comments extends HTMLElement {
  static observedAttributes = ["element", "src"];

  connectedCallback() {
    void this.look();
  }

  /** Something was said, perhaps here. @param {{document: string} | undefined} news */
  hear(news) {
    if (!news || news.document === this._document) void this.look();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || before === after) return;
    if (name === "src") this._told = null;
    if (name === "element" && this._told) this._draw();
    else void this.look();
  }

  get _base() { return this.getAttribute("src"); }
  get _root() { return this._base.replace(/documents\/[^/]+\/comments$/, ""); }
  get _document() { return decodeURIComponent(this._base.match(/documents\/([^/]+)\/comments$/)[1]); }
  get _element() { return this.getAttribute("element") || this._document; }

  /** Ask what is said now. */
  async look() {
    const base = this._base;
    try {
      const answer = await fetch(base, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      if (base === this._base) this._show(told);
    } catch {
      if (!this._told) this.replaceChildren(h("p", { class: "soft", text: "The comments could not be loaded. Check your connection." }));
    }
    this.removeAttribute("aria-busy");
  }

  /** @param {{threads: Thread[], people: Person[], watching: boolean, may: boolean}} told */
  _show(told) {
    this._told = told;
    this._draw();
    const counts = {};
    for (const { element, resolved } of told.threads) if (!resolved) counts[element] = (counts[element] ?? 0) + 1;
    this.dispatchEvent(new CustomEvent("comments-shown", { bubbles: true, detail: { counts } }));
  }

  _draw() {
    if (this.querySelector("textarea:focus")?.value) { this._late = true; return; } // somebody is writing: the rest can wait
    this._late = false;
    const { threads, may } = this._told;
    const all = this.hasAttribute("all");
    const mine = all ? threads : threads.filter(({ element }) => element === this._element);
    const open = mine.filter(({ resolved }) => !resolved);
    const settled = mine.filter(({ resolved }) => resolved);
    const none = mine.length ? [] : [h("p", { class: "comments-none", text: all ? "Nobody has said anything about this yet. Select something on the map to begin." : "Nobody has said anything here yet." })];
    const folded = settled.length ? [h("details", { class: "settled-ones" }, h("summary", { text: `${settled.length} settled` }), ...settled.map((one) => this._thread(one)))] : [];
    const begin = may ? [this._begin(all)] : [];
    this.replaceChildren(this._head(), ...none, ...open.map((one) => this._thread(one)), ...begin, ...folded);
    this._meant();
  }

  /** The thread an address leads to is shown. */
  _meant() {
    const meant = location.hash.startsWith("#thread-") ? this.querySelector(location.hash) : null;
    if (!meant || this._led) return;
    this._led = true;
    meant.closest("details")?.setAttribute("open", "");
    meant.classList.add("meant");
    meant.scrollIntoView({ block: "center" });
  }

  _head() {
    const { watching } = this._told;
    const words = watching ? "Stop watching" : "Watch";
    const title = watching ? "You hear of every comment on this document" : "Hear of every comment on this document";
    const button = h("button", { type: "button", class: "link small", text: words, title });
    button.addEventListener("click", async () => {
      const answer = await this._post(`${this._base}/watch`, watching ? { off: "yes" } : {});
      if (!answer) return;
      this._told.watching = answer.watching;
      toast(answer.watching ? "You hear of every comment here." : "You hear only when you are mentioned.");
      this._draw();
      this.querySelector(".comments-head .link")?.focus();
    });
    const open = this._told.threads.filter(({ resolved }) => !resolved).length;
    return h("div", { class: "comments-head" }, h("span", { class: "faint small", text: this.hasAttribute("all") ? `${open} open` : "" }), button);
  }

  /** @param {Thread} thread */
  _thread(thread) {
    const { may } = this._told;
    const node = h("article", { class: thread.resolved ? "thread settled" : "thread", id: `thread-${thread.id}`, "aria-label": `Thread about ${thread.about}` });
    if (this.hasAttribute("all")) node.append(this._about(thread));
    node.append(...thread.comments.map((one) => this._voice(one)));
    if (thread.resolved) node.append(h("p", { class: "ways faint", text: `settled by ${thread.resolved_by}` }));
    if (may) {
      const reply = h("button", { type: "button", class: "link", text: "Answer" });
      const settle = h("button", { type: "button", class: "link", text: thread.resolved ? "Open again" : "Settle" });
      const ways = h("p", { class: "ways" }, reply, settle);
      reply.addEventListener("click", () => {
        const form = sayForm({ label: "Your answer", verb: "Answer", people: this._told.people, say: (text) => this._send(`${this._root}comments/threads/${thread.id}/answer`, { text }), leave: () => form.replaceWith(ways) });
        ways.replaceWith(form);
        form.querySelector("textarea").focus();
      });
      settle.addEventListener("click", () => this._send(`${this._root}comments/threads/${thread.id}/settle`, thread.resolved ? { open: "yes" } : {}));
      node.append(ways);
    }
    return node;
  }

  _about(thread) {
    const map = this.getAttribute("map");
    const name = map && !thread.gone ? h("a", { href: `${map}#${encodeURIComponent(thread.element)}`, dir: "auto", text: thread.about }) : h("b", { dir: "auto", text: thread.about });
    return h("p", { class: "about" }, name, ...(thread.gone ? [h("span", { text: "not on the map any more" })] : []));
  }

  /** @param {Comment} comment */
  _voice(comment) {
    const { author } = comment;
    const node = h("div", { class: "voice" },
      h("span", { class: `avatar small tone-${author?.tone ?? 1}`, "aria-hidden": "true", text: author?.initials ?? comment.name.slice(0, 1) }),
      h("p", { class: "head" }, h("b", { dir: "auto", text: comment.name }), h("time", { datetime: comment.at, title: moment(comment.at), text: when(comment.at) }), ...(comment.edited ? [h("span", { class: "faint small", text: "rewritten" })] : [])),
      h("p", { class: "words", dir: "auto" }, ...spoken(comment)));
    const ways = h("p", { class: "ways" });
    if (comment.may_change) ways.append(this._rewriting(comment, node));
    if (comment.may_remove) {
      const remove = h("button", { type: "button", class: "link", text: "Remove", "aria-label": `Remove the comment of ${comment.name}` });
      remove.addEventListener("click", async () => {
        if (await ask("The comment will be gone for everybody.", "Remove it")) await this._send(`${this._root}comments/${comment.id}/remove`, {});
      });
      ways.append(remove);
    }
    if (ways.childNodes.length) node.append(ways);
    return node;
  }

  _rewriting(comment, node) {
    const change = h("button", { type: "button", class: "link", text: "Rewrite" });
    change.addEventListener("click", () => {
      const words = node.querySelector(".words");
      const form = sayForm({ label: "Your comment", verb: "Keep the new words", text: comment.text, people: this._told.people, say: (text) => this._send(`${this._root}comments/${comment.id}/rewrite`, { text }), leave: () => form.replaceWith(words) });
      words.replaceWith(form);
      form.querySelector("textarea").focus();
    });
    return change;
  }

  _begin(all) {
    return sayForm({
      label: all ? "Say something about the whole" : "Say something", verb: "Comment", people: this._told.people,
      say: (text) => this._send(`${this._base}/begin`, { element: all ? this._document : this._element, text }),
    });
  }

  /** Send, then show how it is. @returns {Promise<string>} what was wrong, or nothing */
  async _send(address, fields) {
    try {
      const answer = await post(address, fields);
      const told = await answer.json();
      if (!answer.ok) return told.detail ?? "That could not be kept. Try once more.";
      for (const field of this.querySelectorAll("textarea:focus")) field.value = "";
      this._show(told);
      return "";
    } catch {
      return "The connection is gone. What you wrote is still here: try once more.";
    }
  }

  async _post(address, fields) {
    try {
      const answer = await post(address, fields);
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }
}

/** The words of a comment, names set off. @param {Comment} comment */
function spoken({ text, mentions }) {
  if (!mentions.length) return [text];
  const names = mentions.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  return text.split(new RegExp(`(@(?:${names}))`, "i")).map((part, index) => (index % 2 ? h("span", { class: "mention", text: part }) : part));
}

function post(address, fields) {
  return fetch(address, { method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": token(), Accept: "application/json" } });
}

customElements.define("waypost-comments", Comments);

listen("comment", (news) => {
  for (const shown of document.querySelectorAll("waypost-comments")) shown.hear(news);
});
