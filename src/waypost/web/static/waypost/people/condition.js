/** The condition of a segment: tried while it is written, and attributes put in by a click. */
const { try: address } = JSON.parse(document.getElementById("people-data").textContent);
const PAUSE = 350;
const field = document.querySelector("[name=when]");
const said = document.getElementById("tried");
let last = 0;

const tell = (words, bad = false) => {
  said.textContent = words;
  said.classList.toggle("bad", bad);
};

async function attempt() {
  const turn = ++last;
  const text = field.value.trim();
  if (!text) return tell("");
  const response = await fetch(`${address}?${new URLSearchParams({ when: text })}`).catch(() => null);
  if (turn !== last || !response) return;
  const answer = await response.json().catch(() => ({}));
  if (response.ok) tell([answer.words && `Customers whose ${answer.words}.`, answer.found].filter(Boolean).join(" "));
  else if (response.status === 422) tell(`${answer.detail}. ${answer.remedy ?? ""}`, true);
}

let waiting = 0;
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(attempt, PAUSE);
});
document.addEventListener("click", ({ target }) => {
  const name = target.closest("[data-puts]")?.dataset.puts;
  if (!name) return;
  const before = field.value.slice(0, field.selectionStart).trimEnd();
  const joined = before && !/(AND|OR|NOT|\()$/i.test(before) ? `${before} AND ` : before && `${before} `;
  field.value = `${joined}${name} = ''${field.value.slice(field.selectionEnd)}`;
  const inside = `${joined}${name} = '`.length;
  field.focus();
  field.setSelectionRange(inside, inside);
});
void attempt();
