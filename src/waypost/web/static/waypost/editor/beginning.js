/** A map without phases yet: one sentence that teaches, and the next thing to do. */
import { h, svg } from "../making.js";

/** @param {import("./map.js").JourneyMap} map @param {import("./cells.js").Cells} cells @param {HTMLElement} place */
export function beginning(map, cells, place) {
  const card = h("div", { class: "beginning", hidden: true });
  place.append(card);
  let sign = "";
  const draw = () => {
    const empty = !(map.journey.phases ?? []).length;
    card.hidden = !empty;
    map.sheet.hidden = empty;
    document.querySelector("#masthead .key").hidden = empty;
    const now = JSON.stringify([empty, map.journey.trigger, map.journey.destination]);
    if (!empty || now === sign) return;
    sign = now;
    const road = svg("svg", { class: "road-ahead", viewBox: "0 0 240 40", "aria-hidden": "true" }, svg("path", { d: "M10 20h218", class: "to-come" }),
      svg("circle", { cx: 10, cy: 20, r: 6, class: "here" }), svg("circle", { cx: 228, cy: 20, r: 7, class: "there" }));
    card.replaceChildren(road, ...(map.edits ? asks(map, cells) : [h("p", { text: "Nobody has drawn this map yet." })]));
  };
  map.whenDrawn(draw);
  draw();
}

function asks(map, cells) {
  const button = (text, primary, does) => h("button", { type: "button", class: primary ? "button primary" : "button", text, on: { click: does } });
  const field = (name) => () => document.querySelector(`#masthead [data-field="${name}"]`)?.click();
  if (!map.journey.trigger) {
    return [h("h2", { text: "Begin with what sets them off" }), h("p", { text: "Every journey starts outside of you: a client asks for an invoice, a bike is stolen, the lease runs out. Say it in a few words." }),
      h("div", { class: "choices" }, button("Say what sets them off", true, field("trigger")), button("Begin with the first phase", false, () => cells.draft("phase", null)))];
  }
  return [h("h2", { text: "Now the first phase" }), h("p", { text: "A map begins with its phases: the five to nine stages a customer would recognise, in their words and not in yours." }),
    h("div", { class: "choices" }, button("Add the first phase", true, () => cells.draft("phase", null)), ...(map.journey.destination ? [] : [button("Say where it ends well", false, field("destination"))]))];
}
