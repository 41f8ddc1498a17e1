/** A list of texts: one line each. Enter adds the next, Alt-arrows move one, an empty one goes. */
import { h } from "../making.js";

/**
 * @param {import("../document/values.js").FieldShape} field
 * @param {import("./controls.js").Surroundings} around
 * @returns {import("./controls.js").Control}
 */
export function listOf(field, around) {
  const rows = h("div", { class: "rows", role: "group", "aria-labelledby": `${around.id}-label` });
  const inputs = () => [...rows.querySelectorAll("input")];
  const read = () => inputs().map((input) => input.value.trim()).filter(Boolean);
  const write = () => around.write(read());
  let known = [];

  const added = (text = "") => {
    const first = rows.childElementCount === 0;
    const input = h("input", { class: "input", value: text, dir: "auto", autocomplete: "off", id: first ? around.id : null, "aria-label": first ? null : field.label });
    const gone = h("button", { type: "button", class: "remove", "aria-label": "Take this line out", text: "×" });
    const row = h("div", { class: "row-line" }, input, gone);
    gone.addEventListener("click", () => {
      row.remove();
      write();
      if (rows.childElementCount === 0) added();
    });
    input.addEventListener("change", write);
    input.addEventListener("keydown", (event) => typed(event, row, input));
    rows.append(row);
    return input;
  };

  const typed = (event, row, input) => {
    if (event.key === "Enter") {
      event.preventDefault();
      write();
      if (input.value.trim()) after(row);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      fill(known);
    } else if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      const other = event.key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
      if (other) event.key === "ArrowUp" ? other.before(row) : other.after(row);
      input.focus();
      write();
    }
  };

  const after = (row) => {
    const next = row.nextElementSibling?.querySelector("input");
    if (next && !next.value) return next.focus();
    const input = added();
    row.after(input.parentElement);
    input.focus();
  };

  const fill = (texts) => {
    rows.replaceChildren();
    for (const text of texts) added(text);
    added();
  };

  return { node: rows, show: (value) => fill((known = value ?? [])) };
}
