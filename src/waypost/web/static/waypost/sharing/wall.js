// The wall turns from scene to scene, and follows what changes. Arrows turn it by hand, the space bar holds it.
import { browserTransport, uuid } from "../document/transport.js";
import { Stream } from "../document/stream.js";
import { ticketsAt } from "../listening.js";
import { h, line } from "../making.js";

const SCENE = 22_000;
const SETTLES = 1_500;
const MINUTE = 60_000;
const HOLD = "M4 3h3v8H4zM8 3h3v8H8z";
const GO = "M4 2.5v9l7-4.5z";

/** Which scene is shown, and when the next one comes. */
class Turning {
  constructor(nav) {
    this.nav = nav;
    this.at = 0;
    this.held = false;
  }

  get scenes() {
    return [...document.querySelectorAll(".scene")];
  }

  /** Draw the marks anew, as after the map was. */
  begin() {
    const { scenes } = this;
    this.at = Math.min(this.at, scenes.length - 1);
    document.body.classList.toggle("turns", scenes.length > 1);
    this.nav.hidden = scenes.length < 2;
    this.nav.replaceChildren(...scenes.map((scene, place) => this._mark(scene.dataset.scene, () => this.show(place))), this._hold());
    this.show(this.at);
  }

  show(place) {
    const { scenes } = this;
    this.at = (place + scenes.length) % scenes.length;
    scenes.forEach((scene, each) => { scene.hidden = each !== this.at; });
    [...this.nav.children].slice(0, scenes.length).forEach((mark, each) => {
      if (each === this.at) mark.setAttribute("aria-current", "true");
      else mark.removeAttribute("aria-current");
    });
    clearTimeout(this._timer);
    if (!this.held) this._timer = setTimeout(() => this.show(this.at + 1), SCENE);
  }

  /** Stop turning, or go on. */
  hold() {
    this.held = !this.held;
    this.nav.lastElementChild.replaceWith(this._hold());
    this.show(this.at);
  }

  _mark(words, act) {
    return h("button", { type: "button", "aria-label": words, on: { click: act } });
  }

  _hold() {
    const held = () => {
      this.hold();
      this.nav.lastElementChild.focus();
    };
    return h("button", { type: "button", class: "hold", "aria-label": this.held ? "Go on turning" : "Stop turning", on: { click: held } },
      line(this.held ? GO : HOLD, { box: "0 0 14 14" }));
  }
}

/** Fetch the page again and put its wall in the place of ours. */
async function refresh(turning) {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (answer.status === 404) return location.reload();
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("wall");
    const here = document.getElementById("wall");
    if (!fresh || fresh.innerHTML === here.dataset.as) return;
    const as = fresh.innerHTML;
    here.replaceWith(document.adoptNode(fresh));
    document.getElementById("wall").dataset.as = as;
    turning.begin();
  } catch {
    // The server is away: what is shown stays.
  }
}

/** Hear of changes as they happen. */
async function listen(address, after, changed) {
  const server = ticketsAt(address);
  const { ticket } = await server.ticket();
  const heard = (kind) => { if (["change", "measures", "document", "action", "reload"].includes(kind)) changed(); };
  new Stream({ server, transport: browserTransport(), session: `wall-${uuid()}`, ticket, after, heard });
}

const turning = new Turning(document.getElementById("turning"));
const { ticket, after } = document.body.dataset;
let settling;
const soon = () => {
  clearTimeout(settling);
  settling = setTimeout(() => refresh(turning), SETTLES);
};
turning.begin();
if (ticket) listen(ticket, Number(after), soon).catch(() => setInterval(soon, MINUTE));
else setInterval(soon, MINUTE);

document.addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight") turning.show(turning.at + 1);
  else if (event.key === "ArrowLeft") turning.show(turning.at - 1);
  else if (event.key === " " && event.target === document.body) turning.hold();
  else return;
  event.preventDefault();
});
let resting;
document.addEventListener("pointermove", () => {
  document.body.classList.add("near");
  clearTimeout(resting);
  resting = setTimeout(() => document.body.classList.remove("near"), 2_500);
});
