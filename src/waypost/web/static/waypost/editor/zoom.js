/** The whole map at once, or as large as it is. */

/** @param {import("./map.js").JourneyMap} map @returns {(whole: boolean) => void} shows the whole, or full size again */
export function zooming(map) {
  let whole = false;
  const fit = () => {
    map.sheet.style.setProperty("zoom", "1");
    if (!whole) return;
    const room = map.scroller.clientWidth - 2 * parseFloat(getComputedStyle(map.sheet.parentElement).paddingLeft || "0") - 4;
    const { minWidth } = map.sheet.style;
    map.sheet.style.setProperty("min-width", "0");
    const scale = Math.max(0.15, Math.min(1, room / map.sheet.offsetWidth));
    map.sheet.style.setProperty("min-width", minWidth);
    map.sheet.style.setProperty("zoom", String(scale));
  };
  addEventListener("resize", fit);
  return (now) => {
    whole = now;
    map.sheet.classList.toggle("whole", whole);
    fit();
    map.say(whole ? "The whole map" : "Full size");
  };
}
