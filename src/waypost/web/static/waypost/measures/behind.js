// What stands behind a figure: a popover with its definition, n and interval, and of whom for those who may see.

let open = null;

function line(tag, text, className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** Close what is open. */
export function close() {
  open?.remove();
  open = null;
}

/**
 * @param {HTMLElement} from the figure
 * @param {{about: string, facts: string[]}} told
 * @param {string} address where its definition is
 * @param {{segment: string, period: string}} group of whom it is shown
 */
export async function showBehind(from, told, address, group) {
  close();
  const box = document.createElement("div");
  box.className = "popover behind";
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", told.about);
  box.tabIndex = -1;
  const facts = document.createElement("ul");
  facts.append(...told.facts.map((fact) => line("li", fact)));
  const more = document.createElement("div");
  box.append(line("b", told.about), facts, more);
  document.body.append(box);
  open = box;
  const at = from.getBoundingClientRect();
  box.style.setProperty("left", `${Math.max(12, Math.min(at.left, innerWidth - box.offsetWidth - 12))}px`);
  box.style.setProperty("top", `${Math.max(12, Math.min(at.bottom + 8, innerHeight - 320))}px`);
  box.focus();
  const leave = () => { close(); from.focus(); };
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); leave(); } });
  document.addEventListener("pointerdown", function away(event) {
    if (box.contains(event.target)) return;
    document.removeEventListener("pointerdown", away);
    if (open === box) close();
  });
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const behind = await answer.json();
  more.append(line("p", behind.definition.text.replaceAll("*", "")), line("p", `From ${behind.from}.`, "faint small"));
  if (!behind.mayask) return;
  const button = line("button", "See the customers behind it", "button small");
  button.type = "button";
  button.addEventListener("click", () => { button.remove(); box.focus(); people(more, address, group, 0); });
  more.append(button);
}

async function people(place, address, group, page) {
  const asked = new URLSearchParams({ customers: "1", page: String(page), ...group });
  const answer = await fetch(`${address}?${asked}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const { customers } = await answer.json();
  const list = document.createElement("ol");
  list.className = "people";
  list.start = page * 50 + 1;
  list.append(...customers.people.map((one) => line("li", one.case ? `${one.customer} · ${one.case}` : one.customer)));
  place.append(line("p", `${customers.total.toLocaleString("en-GB")} ${customers.who}${group.period ? `, of those begun in ${group.period}` : ""}`, "small"), list);
  if (page + 1 < customers.pages) {
    const next = line("button", "More", "button quiet small");
    next.type = "button";
    next.addEventListener("click", () => { place.closest(".behind")?.focus(); next.remove(); people(place, address, group, page + 1); });
    place.append(next);
  }
}
