// A button with `data-copies="id"` copies the text of that element.
import { toast } from "./toast.js";

/** Listen for such buttons. */
export function copyTexts() {
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-copies]") : null;
    if (!button) return;
    const source = document.getElementById(button.dataset.copies);
    const text = (source.value ?? source.textContent).trim();
    try {
      await navigator.clipboard.writeText(text);
      toast("Copied.");
    } catch {
      getSelection().selectAllChildren(source);
      toast("Selected: copy it with your keyboard.");
    }
  });
}
