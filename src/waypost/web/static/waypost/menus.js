// `<details class="menu">`: closes by Escape, by a click elsewhere and by leaving it; arrows walk through it.

/** Watch all menus of the page, also those that come later. */
export function closeMenus() {
  const open = () => [...document.querySelectorAll("details.menu[open]")];
  document.addEventListener("click", (event) => {
    open().filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
  });
  document.addEventListener("focusin", (event) => {
    open().filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target instanceof Element ? event.target.closest("details.menu[open]") : null;
    if (!menu) return;
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
      event.stopPropagation();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      walk(menu, event.key === "ArrowDown" ? 1 : -1);
    }
  });
}

/**
 * @param {Element} menu
 * @param {1 | -1} way
 */
function walk(menu, way) {
  const items = [...menu.querySelectorAll(".menu-list :is(a, button)")].filter((item) => item.checkVisibility());
  const at = items.indexOf(document.activeElement);
  items[(at + way + items.length) % items.length]?.focus();
}
