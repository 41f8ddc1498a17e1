// A button with `data-opens="id"` opens that dialog; one with `data-closes` closes the dialog it stands in.

/** Listen for both, and close a dialog whose backdrop is clicked. */
export function openDialogs() {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    if (event.target.closest("[data-closes]") || event.target.matches("dialog")) {
      event.target.closest("dialog")?.close();
    }
  });
  document.querySelector("dialog[data-open-now]")?.showModal();
}
