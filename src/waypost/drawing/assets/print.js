// Paper has an edge: before printing, the sheet is cut between steps into as many folios as it needs.
const COLUMNS = 10;
const WIDEST = 1480;
const cut = (sheet) => {
  const heads = [...sheet.querySelectorAll(".steps > .step")];
  const count = Math.max(1, Math.ceil(heads.length / COLUMNS));
  const size = Math.ceil(heads.length / count);
  return Array.from({ length: count }, (_, place) => [place * size, Math.min(heads.length, (place + 1) * size)]);
};

const keep = (row, from, to) => {
  let column = 0;
  let line = 0;
  const total = to - from;
  for (const cell of [...row.children]) {
    if (cell.matches(".label, .group-facts")) continue;
    if (cell.matches(".curve")) { crop(cell, from, to); continue; }
    const span = Number(/(?:^|\s)s(\d+)/.exec(cell.className)?.[1] ?? 1);
    if (cell.matches(".cell.first")) { column = 0; line += 1; }
    const shown = Math.min(column + span, to) - Math.max(column, from);
    if (shown <= 0) cell.remove();
    else {
      if (span > 1) cell.style.gridColumn = `span ${shown}`;
      if (column <= from) cell.style.gridColumnStart = 2;
    }
    column += span;
  }
  row.style.gridTemplateColumns = `var(--label) repeat(${total}, minmax(0, 1fr))`;
};

const crop = (cell, from, to) => {
  const whole = cell.querySelector(".curve-whole");
  const all = Number(whole.querySelector("svg").viewBox.baseVal.width);
  const scale = 100 / (to - from);
  whole.setAttribute("x", `${-from * scale}%`);
  whole.setAttribute("width", `${all * scale}%`);
  cell.firstElementChild.style.overflow = "hidden";
  cell.style.gridColumn = "2 / -1";
};

// The phases and steps stand at the head of every page the folio runs over.
const repeatHeads = (folio) => {
  const heads = document.createElement("div");
  heads.className = "heads";
  heads.append(...folio.querySelectorAll(":scope > .phases, :scope > .routes, :scope > .steps"));
  folio.prepend(heads);
};

const cutPlot = (plot) => {
  const { width, height } = plot.viewBox.baseVal;
  const count = Math.ceil(width / WIDEST);
  if (count < 2) return;
  for (let place = 0; place < count; place += 1) {
    const piece = plot.cloneNode(true);
    piece.classList.add("folio");
    piece.setAttribute("viewBox", `${(place * width) / count} 0 ${width / count} ${height}`);
    piece.setAttribute("width", width / count);
    plot.parentElement.append(piece);
  }
  plot.classList.add("split");
};

addEventListener("beforeprint", () => {
  for (const sheet of document.querySelectorAll(".sheet")) {
    const parts = cut(sheet);
    for (const [from, to] of parts) {
      const folio = sheet.cloneNode(true);
      folio.classList.add("folio");
      folio.querySelectorAll(".row").forEach((row) => keep(row, from, to));
      if (from > 0) folio.classList.add("later");
      repeatHeads(folio);
      sheet.parentElement.append(folio);
    }
    sheet.classList.toggle("split", parts.length > 0);
  }
  document.querySelectorAll(".plot").forEach(cutPlot);
});
addEventListener("afterprint", () => {
  document.querySelectorAll(".folio").forEach((folio) => folio.remove());
  document.querySelectorAll(".split").forEach((sheet) => sheet.classList.remove("split"));
});
