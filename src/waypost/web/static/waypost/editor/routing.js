/** "From here …": a way from one step to another, chosen on the map itself by arrows or a click. */
import { insert } from "../document/edits.js";
import { h } from "../making.js";

/** @param {import("./map.js").JourneyMap} map */
export function routing(map) {
  let stop = () => false;

  /** Choose where a way from this step leads. @param {any} step */
  const from = (step) => {
    stop();
    const heads = () => [...map.sheet.querySelectorAll(".row.steps > .step[data-id]")];
    const banner = h("div", { class: "banner", role: "status" }, h("span", { text: `From “${step.name}”: choose the step it leads to. Left and right walk, Enter chooses.` }),
      h("button", { type: "button", class: "tool", text: "Stop (Esc)", on: { click: () => stop() } }));
    document.querySelector("#editor").append(banner);
    map.sheet.classList.add("choosing");
    const chosen = (target) => {
      stop();
      if (target) make(step, target);
    };
    const clicked = (event) => {
      const head = event.target.closest(".step[data-id]");
      if (!head) return;
      event.preventDefault();
      event.stopPropagation();
      chosen(head.dataset.id);
    };
    const pressed = (event) => {
      const all = heads();
      const at = all.indexOf(document.activeElement);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
      if (to !== undefined) map.walking.go(all[Math.max(0, Math.min(all.length - 1, to))]);
      else if (event.key === "Enter" && at >= 0) chosen(all[at].dataset.id);
      else if (event.key === "Escape") stop();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    stop = () => {
      banner.remove();
      map.sheet.classList.remove("choosing");
      map.sheet.removeEventListener("click", clicked, true);
      map.sheet.removeEventListener("keydown", pressed, true);
      stop = () => false;
      return true;
    };
    map.sheet.addEventListener("click", clicked, true);
    map.sheet.addEventListener("keydown", pressed, true);
    map.walking.go(map.sheet.querySelector(`.step[data-id="${CSS.escape(step.id)}"]`));
    map.say(banner.textContent);
  };

  const make = (step, target) => {
    const order = map.grid.columns.map(({ key }) => key);
    const [here, there] = [order.indexOf(step.id), order.indexOf(target)];
    const kind = there <= here ? "repeat" : there > here + 1 ? "skip" : "next";
    const { tree, journey } = map;
    if ((journey.routes ?? []).some((route) => route.origin === step.id && route.target === target)) {
      map.refuse("There is such a way already");
      return;
    }
    map.attempt(() => insert(tree, tree.root, "routes", journey.routes?.at(-1)?.id ?? null, "Route", { kind, origin: step.id, target }),
      { repeat: "Added a way back", skip: "Added a skip", next: "Added the next step" }[kind]);
  };

  return { from, stop: () => stop() };
}
