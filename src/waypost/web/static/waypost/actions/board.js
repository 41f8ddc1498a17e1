// The board: cards are moved by hand or by keyboard, and follow what others do.
import { token } from "../csrf.js";
import { listen } from "../listening.js";
import { toast } from "../toast.js";

const board = document.getElementById("board");
let moving = null;
let pressed = false; // a card that is about to be dragged must not be replaced
let late = false;

if (board) {
  byHand();
  byKeyboard();
  listen(board.dataset.live, (kind) => { if (kind === "action") void refresh(); });
}

/** Show the board as it is on the server now, unless somebody holds a card. */
async function refresh() {
  if (pressed) late = true;
  if (moving || pressed) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (pressed) late = true;
  if (!answer.ok || moving || pressed) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("board");
  const focused = document.activeElement?.closest(".action")?.dataset.id;
  if (!fresh) return location.reload();
  board.replaceChildren(...fresh.childNodes);
  if (focused) board.querySelector(`[data-id="${focused}"] .grip`)?.focus();
}

/** Tell the server where a card is now. @param {HTMLElement} card */
async function keep(card) {
  const column = card.closest(".column");
  const body = new URLSearchParams({ state: column.dataset.state });
  const after = card.previousElementSibling?.dataset.id;
  if (after) body.set("after", after);
  try {
    const answer = await fetch(card.dataset.place, { method: "POST", body, headers: { "X-CSRFToken": token() } });
    if (!answer.ok) throw new Error(String(answer.status));
    say(`${title(card)}: ${name(column)}`);
    await refresh();
  } catch {
    toast("The card could not be moved. The board is shown as it is.", { bad: true });
    await refresh();
  }
}

function byHand() {
  const lifted = () => {
    pressed = false;
    if (late && !moving) void refresh();
    late = false;
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
    if (moving) { release(); void refresh(); }
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
      void refresh();
    } else if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      step(event.key);
    }
  });
  board.addEventListener("focusout", (event) => {
    if (moving?.classList.contains("held") && event.relatedTarget && !moving.contains(event.relatedTarget)) { release(); void refresh(); }
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
