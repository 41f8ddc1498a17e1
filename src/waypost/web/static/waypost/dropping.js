/** A form with one file field sends itself when a file is chosen, or dropped on its `data-drop` place. */

/** @param {HTMLFormElement} form */
export function sendsWhatIsDropped(form) {
  const field = form.querySelector("input[type=file]");
  const drop = form.querySelector("[data-drop]");
  drop.classList.add("at-once");
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
