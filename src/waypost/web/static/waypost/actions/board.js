// The board: cards are moved by hand or by keyboard, and follow what others do.
import { token } from "../csrf.js";
import { listen } from "../listening.js";
import { toast } from "../toast.js";

const board = document.getElementById("board");
let moving = null;
let pressed = false; // a card that is about to be dragged must not be replaced
let sending = 0;
let stale = false; // the server may have another board than is shown
let looking = false;

if (board) {
  byHand();
  byKeyboard();
  listen("action", outdated);
}

const busy = () => moving !== null || pressed || sending > 0;

/** The board is not as on the server: it is shown anew as soon as nobody holds a card. */
function outdated() {
  stale = true;
  void look();
}

/** One look at a time, so that no older board comes after a newer one. */
async function look() {
  if (looking) return;
  looking = true;
  while (stale && !busy()) {
    stale = false;
    const fresh = await asked();
    if (busy()) stale = true; // somebody took a card meanwhile
    else if (fresh) show(fresh);
  }
  looking = false;
}

/** The page as it is on the server now; nothing when it cannot be had. @returns {Promise<Document | null>} */
async function asked() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null;
  }
}

/** @param {Document} page */
function show(page) {
  const fresh = page.getElementById("board");
  if (!fresh) return location.reload();
  const focused = document.activeElement?.closest(".action")?.dataset.id;
  board.replaceChildren(...fresh.childNodes);
  if (focused) board.querySelector(`[data-id="${focused}"] .grip`)?.focus();
}

/** Tell the server where a card is now. @param {HTMLElement} card */
async function keep(card) {
  const column = card.closest(".column");
  const body = new URLSearchParams({ state: column.dataset.state });
  const after = card.previousElementSibling?.dataset.id;
  if (after) body.set("after", after);
  sending += 1;
  try {
    const answer = await fetch(card.dataset.place, { method: "POST", body, headers: { "X-CSRFToken": token() } });
    if (!answer.ok) throw new Error(String(answer.status));
    say(`${title(card)}: ${name(column)}`);
  } catch {
    toast("The card could not be moved. The board is shown as it is.", { bad: true });
  }
  sending -= 1;
  outdated();
}

function byHand() {
  const lifted = () => {
    pressed = false;
    void look();
  };
  board.addEventListener("pointerdown", () => { pressed = true; });
  for (const end of ["pointerup", "pointercancel", "dragend"]) document.addEventListener(end, lifted);
  board.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.(".action[data-place]");
    if (!card) return;
    moving = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.id);
    requestAnimationFrame(() => card.classList.add("gone"));
  });
  board.addEventListener("dragover", (event) => {
    const column = event.target.closest?.(".column");
    if (!moving || !column) return;
    event.preventDefault();
    for (const one of board.querySelectorAll(".column")) one.classList.toggle("over", one === column);
    const cards = [...column.querySelectorAll(".action")].filter((card) => card !== moving);
    const below = cards.find((card) => { const { top, height } = card.getBoundingClientRect(); return event.clientY < top + height / 2; });
    const list = column.querySelector(".cards");
    if (moving.parentElement !== list || moving.nextElementSibling !== (below ?? null)) list.insertBefore(moving, below ?? null);
  });
  board.addEventListener("drop", (event) => {
    if (!moving) return;
    event.preventDefault();
    const card = release();
    card.dataset.dropped = "yes";
    void keep(card);
  });
  board.addEventListener("dragend", () => {
    if (moving) { release(); outdated(); }
  });
}

function byKeyboard() {
  board.addEventListener("click", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip) return;
    if (moving) return put();
    moving = grip.closest(".action");
    moving.classList.add("held");
    grip.setAttribute("aria-pressed", "true");
    say(`${title(moving)} is picked up. Arrow keys move it, Enter puts it down, Escape leaves it where it was.`);
  });
  board.addEventListener("keydown", (event) => {
    if (!moving?.classList.contains("held")) return;
    if (event.key === "Escape") {
      event.preventDefault();
      release();
      outdated();
    } else if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      step(event.key);
    }
  });
  board.addEventListener("focusout", (event) => {
    if (moving?.classList.contains("held") && event.relatedTarget && !moving.contains(event.relatedTarget)) { release(); outdated(); }
  });
}

/** Move the held card by one place. @param {string} key */
function step(key) {
  const column = moving.closest(".column");
  if (key === "ArrowUp") moving.previousElementSibling?.before(moving);
  if (key === "ArrowDown") moving.nextElementSibling?.after(moving);
  const rtl = getComputedStyle(board).direction === "rtl";
  const next = { ArrowLeft: rtl ? "nextElementSibling" : "previousElementSibling", ArrowRight: rtl ? "previousElementSibling" : "nextElementSibling" }[key];
  if (next) column[next]?.querySelector(".cards").prepend(moving);
  moving.querySelector(".grip").focus();
  moving.scrollIntoView({ block: "nearest", inline: "nearest" });
  const list = [...moving.parentElement.children];
  say(`${name(moving.closest(".column"))}, ${list.indexOf(moving) + 1} of ${list.length}`);
}

function put() {
  void keep(release());
}

function release() {
  const card = moving;
  moving = null;
  card.classList.remove("held", "gone");
  card.querySelector(".grip")?.removeAttribute("aria-pressed");
  for (const one of board.querySelectorAll(".over")) one.classList.remove("over");
  return card;
}

const title = (card) => card.querySelector("h3").textContent.trim();
const name = (column) => column.querySelector("h2").firstChild.textContent.trim();
const say = (words) => { document.getElementById("board-said").textContent = words; };
