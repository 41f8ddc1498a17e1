/** The others on this map: who is here, a ring with initials where they are, and their changes as they come. */
import { h } from "../making.js";
import { selection } from "./selection.js";

const tone = (id) => ([...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6) + 1;
const FADES = 1600;
const SHOWN = 4;

/** @param {import("./map.js").JourneyMap} map @param {HTMLElement} place  The list of who is here. */
export function othersOf(map, place) {
  const { store } = map;
  let rings = [];

  const draw = () => {
    const others = [...store.presence.values()];
    const people = new Map(others.map(({ who, at }) => [who.id, { who, at }]));
    const shown = people.size > SHOWN + 1 ? SHOWN : people.size;
    const rest = [...people.values()].slice(shown).map(({ who }) => who.name).join(", ");
    place.replaceChildren(...[...people.values()].slice(0, shown).map(({ who, at }) => h("li", { class: `tone-${tone(who.id)}`, title: who.name, on: { click: () => { if (at) map.walking.go(map.walking.of(at)); } } },
      h("span", { "aria-hidden": "true", text: who.initials }), h("span", { class: "unseen", text: who.name }))),
    ...(rest ? [h("li", { class: "rest-of-them", title: rest }, h("span", { "aria-hidden": "true", text: `+${people.size - shown}` }), h("span", { class: "unseen", text: rest }))] : []));
    for (const ring of rings) ring.remove();
    rings = others.flatMap(({ who, at }) => {
      const node = at && map.walking.of(at);
      if (!node) return [];
      const ring = h("span", { class: `ring tone-${tone(who.id)}`, "aria-hidden": "true" }, h("i", { text: who.initials }));
      node.append(ring);
      return [ring];
    });
  };

  selection.subscribe((id) => store.setPlace(id));
  map.whenDrawn(draw);
  store.subscribe(({ changed, remote }) => {
    draw();
    if (remote) for (const id of changed) fade(map.walking.of(id));
  });
  draw();
}

/** Show that something came from somebody else. */
function fade(node) {
  if (!node) return;
  node.classList.add("arrived");
  setTimeout(() => node.classList.remove("arrived"), FADES);
}
