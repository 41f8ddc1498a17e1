// The map and each path diagram are one stop for Tab; arrow keys move inside.
const STOPS = "button, a[href], [tabindex]";

const nearest = (from, candidates) => {
  const at = from.getBoundingClientRect();
  const distance = (other) => {
    const box = other.getBoundingClientRect();
    return Math.abs(box.left + box.width / 2 - at.left - at.width / 2);
  };
  return candidates.reduce((best, other) => (distance(other) < distance(best) ? other : best));
};

const visible = (element) => element.checkVisibility();
const left = (element) => element.getBoundingClientRect().left;
const stops = (part) => {
  const found = [...part.querySelectorAll(STOPS)].filter(visible);
  return part.matches(".moves, .emotion, .routes") ? found.sort((one, other) => left(one) - left(other)) : found;
};

const roving = (whole, rowsOf) => {
  const all = [...whole.querySelectorAll(STOPS)];
  const enter = (stop) => {
    all.forEach((other) => { other.tabIndex = -1; });
    stop.tabIndex = 0;
  };
  if (!all.length) return;
  enter(all[0]);
  const entrance = () => {
    if (!all.some((stop) => stop.tabIndex === 0 && visible(stop))) {
      const first = all.find(visible);
      if (first) enter(first);
    }
  };
  document.addEventListener("change", entrance);
  entrance();
  whole.addEventListener("focusin", (event) => { if (all.includes(event.target)) enter(event.target); });
  whole.addEventListener("keydown", (event) => {
    const here = document.activeElement;
    if (!all.includes(here)) return;
    const rows = rowsOf(whole).map(stops).filter((row) => row.length);
    const row = rows.findIndex((stopsOfRow) => stopsOfRow.includes(here));
    const next = step(event.key, rows, row, here);
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
};

const step = (key, rows, row, here) => {
  const place = rows[row].indexOf(here);
  if (key === "ArrowRight") return rows[row][place + 1];
  if (key === "ArrowLeft") return rows[row][place - 1];
  if (key === "Home") return rows[row][0];
  if (key === "End") return rows[row].at(-1);
  if (key === "ArrowDown" && rows[row + 1]) return nearest(here, rows[row + 1]);
  if (key === "ArrowUp" && rows[row - 1]) return nearest(here, rows[row - 1]);
  return null;
};

document.querySelectorAll(".sheet").forEach((sheet) => roving(sheet, (whole) => [...whole.querySelectorAll('[role="row"]')]));
document.querySelectorAll(".plot").forEach((plot) => roving(plot, (whole) => [whole.querySelector(".nodes"), whole.querySelector(".moves")]));
