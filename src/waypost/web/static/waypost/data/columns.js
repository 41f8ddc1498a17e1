// What the columns are is tried on the first rows as one picks.

const form = document.querySelector("form[data-columns]");
const place = form?.querySelector("[data-tried]");
let asked = 0;

async function attempt() {
  const mine = ++asked;
  const said = new FormData(form);
  said.set("try", "1");
  const answer = await fetch(location.href, { method: "POST", body: said, headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const tried = page.querySelector("[data-tried]");
  const wrong = page.querySelector(".columns-form > .note.bad");
  form.querySelector(":scope > .note.bad")?.remove();
  place.replaceChildren(...(wrong ? [wrong] : tried?.childNodes ?? []));
  for (const kept of ["[data-alone]", "button[name=keep]"]) {
    const now = page.querySelector(kept);
    if (now) form.querySelector(kept).replaceChildren(...now.childNodes);
  }
  const found = page.querySelector("[data-zone-found]");
  if (found) form.querySelector("[data-zone-found]").textContent = found.textContent;
}

form?.querySelectorAll("[data-role],[data-zone]").forEach((field) => field.addEventListener("change", attempt));
form?.querySelectorAll("select[name=separator],select[name=encoding]").forEach((field) => field.addEventListener("change", () => {
  const there = new URL(location.href);
  there.searchParams.set(field.name, field.value);
  location.assign(there);
}));
if (form && !place.childElementCount && !form.querySelector(":scope > .note.bad")) attempt();
