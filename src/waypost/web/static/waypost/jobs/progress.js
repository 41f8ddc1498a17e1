/**
 * `<job-progress src="…" stop="…" next="…">`: how far a job is.
 *
 * Asks `src` each second until the job has ended; a page that listens to the stream may hand what it hears to every
 * one of these by `document.dispatchEvent(new CustomEvent("waypost:job", { detail: job }))`. When the job is done the
 * element fires `job-done` (its detail is the job) and, with `next`, goes there.
 *
 * @typedef {{id: number, kind: string, state: string, done: number, saying: string, result: unknown}} Job
 */
import { token } from "../csrf.js";


const WORDS = { waiting: "Waiting for its turn", running: "Under way", done: "Done", failed: "It did not work", cancelled: "Stopped" };
const UNDER_WAY = ["waiting", "running"];
const PAUSE = 1000;

class JobProgress extends HTMLElement {
  connectedCallback() {
    this._hear = (/** @type {CustomEvent<Job>} */ event) => this._told(event.detail);
    document.addEventListener("waypost:job", this._hear);
    this.querySelector("button")?.addEventListener("click", () => void this._stop());
    void this._ask();
  }

  disconnectedCallback() {
    document.removeEventListener("waypost:job", this._hear);
    clearTimeout(this._timer);
  }

  async _ask() {
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: { Accept: "application/json" } });
      if (answer.ok) this._show(await answer.json());
      else if (answer.status === 404) return;
    } catch {
      this._say("The connection is gone. Still trying …");
    }
    if (this.isConnected && !this._ended) this._timer = setTimeout(() => void this._ask(), PAUSE);
  }

  async _stop() {
    const answer = await fetch(this.getAttribute("stop"), { method: "POST", headers: { "X-CSRFToken": token() } });
    if (answer.ok) this._show(await answer.json());
  }

  /** @param {Job} job */
  _told(job) {
    if (this.getAttribute("src").endsWith(`/${job.id}`)) this._show(job);
  }

  /** @param {Job} job */
  _show(job) {
    if (this._ended) return;
    this._ended = !UNDER_WAY.includes(job.state);
    this.dataset.state = job.state;
    this._say(job.saying || WORDS[job.state]);
    const bar = this.querySelector("progress");
    if (job.done > 0 || this._ended) bar.value = job.done;
    bar.hidden = this._ended;
    const button = this.querySelector("button");
    if (button) button.hidden = this._ended;
    if (job.state !== "done") return;
    this.dispatchEvent(new CustomEvent("job-done", { bubbles: true, detail: job }));
    const next = this.getAttribute("next");
    if (next) location.assign(next);
  }

  /** @param {string} text */
  _say(text) {
    const place = this.querySelector("[role=status]");
    if (place.textContent !== text) place.textContent = text;
  }
}

customElements.define("job-progress", JobProgress);
