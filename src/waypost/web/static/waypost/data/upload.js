// Bringing a file: drop it or choose it; a bar shows how far it is. Without this script the form works as it stands.
import { sendsWhatIsDropped } from "../dropping.js";

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
  form.addEventListener("submit", (event) => { event.preventDefault(); bring(form); });
  sendsWhatIsDropped(form);
});
