/** Icons of channels, and nodes put in order. */
import { svg } from "../making.js";

/** The icon of a channel. @param {string} channel @param {string} [label] */
export function channelIcon(channel, label) {
  const named = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return svg("svg", { class: "channel", viewBox: "0 0 16 16", ...named }, svg("use", { href: `#icon-${channel}` }));
}

/** Put the icons of all channels into the page, once. @param {Object<string, string>} icons  Channel → drawing, from the server. */
export function keepIcons(icons) {
  const symbols = Object.entries(icons).map(([id, drawn]) => `<symbol id="icon-${id}" viewBox="0 0 16 16">${drawn}</symbol>`);
  const parsed = new DOMParser().parseFromString(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`, "image/svg+xml");
  const sprite = document.importNode(parsed.documentElement, true);
  sprite.setAttribute("class", "sprite");
  sprite.setAttribute("aria-hidden", "true");
  document.body.append(sprite);
}

/** Put exactly these nodes into the parent, in this order, moving as few as possible. @param {Element} parent @param {Node[]} nodes */
export function arrange(parent, nodes) {
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}
