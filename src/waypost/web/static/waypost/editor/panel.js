/** The panel beside the map: shown and put away, and kept so for this person on this device. */
const KEY = "waypost-panel";

const remembered = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
const remember = (shown) => { try { localStorage.setItem(KEY, shown); } catch { /* a private window */ } };

/** @param {HTMLElement} panel @param {HTMLElement} toggle */
export function panelBeside(panel, toggle) {
  const show = (shown) => {
    panel.hidden = !shown;
    toggle.setAttribute("aria-expanded", String(shown));
  };
  toggle.addEventListener("click", () => {
    show(panel.hidden);
    remember(panel.hidden ? "no" : "yes");
  });
  show(remembered() === "yes" && innerWidth > 1000);
  return { show };
}
