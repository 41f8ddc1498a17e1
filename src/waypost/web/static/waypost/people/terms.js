/**
 * The company's own words wherever they stand: underlined, and explained when pointed at or when what they stand in has the
 * keyboard. The page itself is not touched: words are marked by ranges, so that maps may draw themselves as they like.
 * `<link rel="glossary" href="…">` says where the words are; nothing is marked inside `data-no-terms`.
 *
 * @typedef {{term: string, meaning: string, also: string[]}} Term
 */
import { h } from "../making.js";

const SETTLES = 300;
const AT_ONCE = 3;
const SILENT = "nav, header.bar, [data-no-terms], [role=listbox], .toasts, .tip, .unseen, .hung";
const OUT = `script, style, textarea, input, select, noscript, ${SILENT}`;
const SPACED = /[A-Za-z0-9\u00c0-\u024f\u0370-\u052f\u0590-\u06ff\u0900-\u097f]/;
const NAME = "waypost-term";

/** Finds words in text: the longest first, whole words, upper and lower case alike. */
export class Lexicon {
  /** @param {Term[]} terms */
  constructor(terms) {
    this._by = new Map();
    for (const term of terms.toReversed()) for (const spelling of [term.term, ...(term.also ?? [])]) this._by.set(spelling.toLowerCase(), term);
    const spellings = [...this._by.keys()].sort((one, other) => other.length - one.length);
    this._pattern = spellings.length ? new RegExp(spellings.map(bounded).join("|"), "giu") : null;
  }

  /** @param {string} text @returns {{start: number, end: number, term: Term}[]} */
  find(text) {
    if (!this._pattern) return [];
    return [...text.matchAll(this._pattern)].flatMap((found) => {
      const term = this._by.get(found[0].toLowerCase());
      return term ? [{ start: found.index, end: found.index + found[0].length, term }] : [];
    });
  }
}

function bounded(spelling) {
  const escaped = spelling.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&").replace(/\\-/g, "\\x2d");
  return `${SPACED.test(spelling[0]) ? "(?<![\\p{L}\\p{N}_])" : ""}${escaped}${SPACED.test(spelling.at(-1)) ? "(?![\\p{L}\\p{N}_])" : ""}`;
}

/** Mark and explain the words of a lexicon below an element. @param {Element} root @param {Lexicon} lexicon */
export function mountTerms(root, lexicon) {
  /** @type {Map<Text, {range: Range, term: Term}[]>} */
  let marked = new Map();
  const mark = () => {
    marked = new Map();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
      acceptNode: (node) => (node.nodeType === Node.TEXT_NODE ? NodeFilter.FILTER_ACCEPT : node.matches(OUT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP),
    });
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const found = lexicon.find(node.data);
      if (found.length) marked.set(node, found.map(({ start, end, term }) => ({ term, range: rangeOf(node, start, end) })));
    }
    if (globalThis.Highlight) CSS.highlights.set(NAME, new Highlight(...[...marked.values()].flat().map(({ range }) => range)));
  };

  let waiting = 0;
  new MutationObserver((changes) => {
    if (changes.every(({ target }) => target === tip.node || tip.node.contains(target))) return;
    clearTimeout(waiting);
    waiting = setTimeout(mark, SETTLES);
  }).observe(root, { childList: true, characterData: true, subtree: true });

  const tip = new Tip();
  root.addEventListener("pointermove", (event) => {
    const pointed = at(event, marked);
    if (pointed) tip.show([pointed.term], pointed.range.getBoundingClientRect());
    else if (!tip.byKey) tip.hide();
  });
  root.addEventListener("pointerleave", () => tip.hide());
  root.addEventListener("focusin", ({ target }) => {
    if (!target.matches(":focus-visible") || target.matches("main, dialog") || target.closest(SILENT)) return tip.hide();
    const found = lexicon.find(target.matches("textarea, input[type=text]") ? target.value : target.textContent);
    const terms = [...new Set(found.map(({ term }) => term))];
    if (terms.length && terms.length <= AT_ONCE) tip.show(terms, target.getBoundingClientRect(), target);
    else tip.hide();
  });
  root.addEventListener("focusout", () => tip.hide());
  addEventListener("scroll", () => tip.hide(), { capture: true, passive: true });
  addEventListener("keydown", ({ key }) => { if (key === "Escape") tip.hide(); }, { capture: true });
  mark();
}

function rangeOf(node, start, end) {
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  return range;
}

/** The word below the pointer. */
function at({ clientX: x, clientY: y, target }, marked) {
  for (const node of target.childNodes) {
    for (const one of marked.get(node) ?? []) {
      for (const box of one.range.getClientRects()) if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) return one;
    }
  }
  return null;
}

class Tip {
  constructor() {
    this.node = h("div", { class: "tip term-tip", id: "term-tip", role: "tooltip", hidden: true });
    document.body.append(this.node);
    this._described = null;
  }

  get byKey() {
    return this._described !== null;
  }

  /** @param {Term[]} terms @param {DOMRect} box @param {Element | null} [described]  What has the keyboard. */
  show(terms, box, described = null) {
    if (described === null && this.byKey) return;
    this.node.replaceChildren(...terms.map(({ term, meaning }) => h("p", { dir: "auto" }, h("b", { text: term }), ` ${meaning}`)));
    this.node.hidden = false;
    if (described && !described.hasAttribute("aria-describedby")) {
      described.setAttribute("aria-describedby", this.node.id);
      this._described = described;
    }
    const own = this.node.getBoundingClientRect();
    const top = box.top - own.height - 8 > 0 ? box.top - own.height - 8 : box.bottom + 8;
    this.node.style.setProperty("top", `${top}px`);
    this.node.style.setProperty("left", `${Math.max(8, Math.min(box.left, innerWidth - own.width - 12))}px`);
  }

  hide() {
    this.node.hidden = true;
    this._described?.removeAttribute("aria-describedby");
    this._described = null;
  }
}

const source = document.querySelector("link[rel=glossary]");
if (source) {
  const response = await fetch(source.href).catch(() => null);
  const terms = response?.ok ? (await response.json()).terms : [];
  if (terms.length) mountTerms(document.body, new Lexicon(terms));
}
