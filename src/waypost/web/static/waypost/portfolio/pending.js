// Journeys that are still being checked: the page looks again until all are.

const PAUSE = 300;

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const fresh = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("journeys") : null;
  const shown = document.getElementById("journeys");
  if (!fresh) return;
  if (!("pending" in fresh.dataset) && !shown.contains(document.activeElement)) {
    shown.replaceWith(document.adoptNode(fresh));
    return;
  }
  if ("pending" in fresh.dataset) setTimeout(() => void look(), PAUSE);
  else shown.addEventListener("focusout", () => void look(), { once: true });
}

setTimeout(() => void look(), PAUSE);
