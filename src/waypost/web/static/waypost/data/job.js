// How far a piece of work is; when it is done, the page it leads to.

const PAUSE = 600;

/** @param {HTMLElement} place */
async function follow(place) {
  const saying = place.querySelector(".saying");
  const bar = place.querySelector("progress");
  if (!bar) return;
  for (;;) {
    const answer = await fetch(place.dataset.job, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok) {
      const job = await answer.json();
      bar.value = job.done;
      if (job.saying) saying.textContent = job.saying;
      if (["done", "failed", "cancelled"].includes(job.state)) { location.assign(place.dataset.then); return; }
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

document.querySelectorAll("[data-job]").forEach((place) => follow(place));
