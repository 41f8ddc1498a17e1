// One tip for all figures: what is said on hover and on focus is what a screen reader hears from the label.
const tip = document.getElementById("tip");
let owner = null;

const line = (tag, text) => {
  const element = document.createElement(tag);
  element.dir = "auto";
  element.textContent = text;
  return element;
};

const place = (target, floating = tip) => {
  const at = target.getBoundingClientRect();
  const own = floating.getBoundingClientRect();
  const room = 12;
  const left = Math.min(Math.max(room, at.left + at.width / 2 - own.width / 2), innerWidth - own.width - room);
  const above = at.top - own.height - room;
  floating.style.left = `${left}px`;
  floating.style.top = `${above > room ? above : Math.min(at.bottom + room, innerHeight - own.height - room)}px`;
};

const show = (target) => {
  owner = target;
  const definition = document.querySelector(`[data-defines="${target.dataset.measure}"]`);
  tip.replaceChildren(
    line("b", target.dataset.about),
    ...target.dataset.facts.split("\n").map((fact) => line("span", fact)),
    ...(definition ? [line("em", definition.textContent)] : []),
  );
  tip.hidden = false;
  place(target);
};

const hide = () => { tip.hidden = true; owner = null; };
const asked = (event) => (event.target instanceof Element ? event.target.closest("[data-facts]") : null);

document.addEventListener("pointerover", (event) => {
  const target = asked(event);
  const focused = document.activeElement?.closest("[data-facts]:focus-visible");
  if (target || focused) show(target ?? focused);
  else hide();
});
document.addEventListener("focusin", (event) => { const target = asked(event); if (target) show(target); else hide(); });
document.addEventListener("focusout", hide);
document.addEventListener("click", (event) => { const target = asked(event); if (target) show(target); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
// A word's meaning opens beside the word.
let word = null;
document.addEventListener("click", (event) => { word = event.target.closest?.(".term") ?? word; }, { capture: true });
document.querySelectorAll(".meaning").forEach((meaning) => {
  meaning.addEventListener("toggle", (event) => { if (event.newState === "open" && word) place(word, meaning); });
});
document.addEventListener("scroll", () => { if (owner) place(owner); }, { capture: true, passive: true });
