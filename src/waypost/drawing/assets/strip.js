// The steps' names stay in sight: a strip at the top of the window that scrolls with the map.
// While there is more of the map to the right, its edge fades.
const strip = document.querySelector(".strip");
const map = document.querySelector(".map .scroll");
if (strip && map) {
  const names = strip.querySelector(".strip-scroll");
  const heads = map.querySelector(".steps");
  const follow = () => {
    names.scrollLeft = map.scrollLeft;
    map.classList.toggle("more", map.scrollLeft + map.clientWidth < map.scrollWidth - 2);
  };
  map.addEventListener("scroll", follow, { passive: true });
  const update = () => {
    const gone = heads.getBoundingClientRect().bottom < 0;
    const left = map.getBoundingClientRect().bottom > 160;
    strip.classList.toggle("shown", gone && left);
    follow();
  };
  document.addEventListener("scroll", update, { passive: true });
  addEventListener("resize", update);
  update();
}
