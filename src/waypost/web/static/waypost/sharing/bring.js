// Bringing a map: a file is read as soon as it is dropped or chosen; what changes is counted anew with each choice.
// Without this script the forms work as they stand.

/** @param {HTMLFormElement} form */
function follow(form) {
  const field = form.querySelector("input[type=file]");
  const drop = form.querySelector("[data-drop]");
  field.addEventListener("change", () => { if (field.files.length) form.requestSubmit(); });
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer?.files.length) return;
    field.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}

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
document.querySelectorAll("form[data-bring]").forEach(follow);
document.querySelectorAll("form[data-brought]").forEach(compare);
