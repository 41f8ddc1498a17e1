// Bringing a map: a file is read as soon as it is dropped or chosen; what changes is counted anew with each choice.
// Without this script the forms work as they stand.

import { sendsWhatIsDropped } from "../dropping.js";

/** @param {HTMLFormElement} form the choices: comparing again is asking for the page with them */
function compare(form) {
  form.addEventListener("change", async () => {
    const chosen = new URLSearchParams();
    for (const select of form.querySelectorAll("select")) chosen.set(select.name, select.value);
    const answer = await fetch(`?${chosen}`, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const select of form.querySelectorAll("select")) {
      const said = fresh.getElementById(select.id)?.parentElement.querySelector(".help");
      select.parentElement.querySelector(".help")?.remove();
      if (said) select.parentElement.append(document.adoptNode(said));
    }
  });
}

document.documentElement.classList.add("scripted");
document.querySelectorAll("form[data-bring]").forEach(sendsWhatIsDropped);
document.querySelectorAll("form[data-brought]").forEach(compare);
