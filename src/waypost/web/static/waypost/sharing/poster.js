// The poster, small, as it is asked for.

const small = document.querySelector("[data-poster]");
const form = small?.closest("form");
small?.addEventListener("load", () => small.classList.remove("coming"));
small?.addEventListener("error", () => small.classList.remove("coming"));
form?.addEventListener("change", () => {
  const asked = new URL(small.src);
  for (const name of ["version", "part"]) asked.searchParams.set(name, form.elements[name]?.value ?? "");
  if (asked.href === small.src) return;
  small.classList.add("coming");
  small.src = asked.href;
});
