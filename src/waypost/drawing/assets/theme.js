// Light and dark: what the system says, until somebody chooses.
const root = document.documentElement;
const button = document.getElementById("theme");
const system = matchMedia("(prefers-color-scheme: dark)");
const stored = () => { try { return localStorage.getItem("waypost-theme"); } catch { return null; } };
const keep = (theme) => { try { localStorage.setItem("waypost-theme", theme); } catch { /* a private window */ } };
const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
const say = () => { button.querySelector("span").textContent = dark() ? "Light" : "Dark"; };
const chosen = stored();
if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
button.hidden = false;
say();
system.addEventListener("change", say);
button.addEventListener("click", () => {
  root.dataset.theme = dark() ? "light" : "dark";
  keep(root.dataset.theme);
  say();
});
