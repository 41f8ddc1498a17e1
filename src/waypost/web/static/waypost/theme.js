// Light, dark, or what the system says: kept in this browser, under the same name as a drawn map keeps it.
const NAME = "waypost-theme";
const root = document.documentElement;

/** @returns {"light" | "dark" | "system"} what was chosen here */
export function chosenTheme() {
  return /** @type {"light" | "dark" | undefined} */ (root.dataset.theme) ?? "system";
}

/** @param {"light" | "dark" | "system"} theme */
export function chooseTheme(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, theme);
  } catch { /* a private window: for this page only */ }
}

/** Buttons with `data-theme-choice` choose, and show what is chosen. */
export function followTheme() {
  const buttons = [...document.querySelectorAll("[data-theme-choice]")];
  const show = () => buttons.forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosenTheme()));
  });
  show();
  buttons.forEach((button) => button.addEventListener("click", () => {
    chooseTheme(button.dataset.themeChoice);
    show();
  }));
}
