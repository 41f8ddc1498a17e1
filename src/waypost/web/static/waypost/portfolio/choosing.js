// A form of choices that is sent as soon as one of them changes; its button stays for those without scripts.

for (const form of document.querySelectorAll("[data-choosing]")) {
  form.classList.add("followed");
  form.addEventListener("change", () => form.requestSubmit());
}
