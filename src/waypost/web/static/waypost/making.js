/** Elements made in one line. Styles are set through the object model, which the page's policy allows. */

/**
 * @param {string} tag
 * @param {Object<string, any>} [given]  Attributes; `class`, `text`, `on` (listeners), `data` (dataset), `style` (properties).
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function h(tag, given = {}, ...children) {
  return filled(document.createElement(tag), given, children);
}

/** The same for drawings. @param {string} tag @param {Object<string, any>} [given] @param {...Node} children @returns {SVGElement} */
export function svg(tag, given = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), given, children);
}

/** A small drawing of one or more lines on a grid. @param {string} d @param {{box?: string, name?: string, label?: string}} [given] */
export function line(d, { box = "0 0 16 16", name = "sign", label } = {}) {
  const named = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return svg("svg", { class: name, viewBox: box, ...named }, svg("path", { d }));
}

function filled(node, { text, on = {}, data = {}, style = {}, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  for (const [name, listener] of Object.entries(on)) node.addEventListener(name, listener);
  for (const [name, value] of Object.entries(data)) if (value !== null && value !== undefined) node.dataset[name] = value;
  for (const [name, value] of Object.entries(style)) node.style.setProperty(name, value);
  if (text !== undefined) node.textContent = text;
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}
