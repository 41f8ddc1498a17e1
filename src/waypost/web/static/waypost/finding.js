// Ctrl K, or ⌘ K, opens the palette of the workspace one is in; it is loaded then.

/** Listen for the keys on this page. */
export function findByKeys() {
  document.addEventListener("keydown", async (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const form = document.querySelector(".bar form.find");
    if (!form) return;
    event.preventDefault();
    const { openPalette } = await import("./portfolio/palette.js");
    openPalette(form.getAttribute("action").replace(/search$/, ""));
  });
}
