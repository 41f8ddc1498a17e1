// Bringing a file: drop it or choose it; a bar shows how far it is. Without this script the form works as it stands.

/** @param {HTMLFormElement} form */
function bring(form) {
  const bar = /** @type {HTMLProgressElement} */ (form.querySelector("progress"));
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  bar.hidden = false;
  request.upload.addEventListener("progress", (event) => { bar.value = event.loaded / event.total; });
  request.addEventListener("load", () => { location.assign(request.responseURL || location.href); });
  request.addEventListener("error", () => { bar.hidden = true; form.submit(); });
  request.send(new FormData(form));
}

document.querySelectorAll("form[data-upload]").forEach((form) => {
  const field = form.querySelector("input[type=file]");
  const drop = form.querySelector("[data-drop]");
  form.addEventListener("submit", (event) => { event.preventDefault(); bring(form); });
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
});
