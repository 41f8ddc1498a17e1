/** The calm line that says whether everything is kept. */
import { h } from "../making.js";

/** @param {HTMLElement} place @param {import("./map.js").JourneyMap} map @param {() => void} conflicts  Goes to the first conflict. */
export function statusOf(place, map, conflicts) {
  const { store } = map;
  let shown = "";
  const words = () => {
    const { waiting } = store;
    const open = store.conflicts.length;
    switch (store.status) {
      case "saved":
        return map.edits ? "All saved" : store.live ? "You can look, not change" : "";
      case "saving":
        return "Saving …";
      case "offline":
        return waiting ? `Offline: ${waiting === 1 ? "1 change waits" : `${waiting} changes wait`} and will be sent` : "Offline";
      case "conflict":
        return open === 1 ? "Somebody changed the same" : `${open} places where somebody changed the same`;
      default:
        return "A change could not be kept";
    }
  };
  const draw = () => {
    const now = `${store.status} ${words()}`;
    if (now === shown) return;
    shown = now;
    place.dataset.status = store.status;
    const decide = ["conflict", "refused"].includes(store.status) ? h("button", { type: "button", text: "Look", on: { click: conflicts } }) : null;
    place.replaceChildren(h("span", { text: words() }), ...(decide ? [decide] : []));
  };
  store.subscribe(draw);
  draw();
}
