/**
 * The lanes: what each is called, what it shows of a step or phase, and where what is written in it goes.
 *
 * @typedef {import("../document/values.js").Element} Element
 * @typedef {import("../document/tree.js").Tree} Tree
 * @typedef {{field: string} | {listed: string} | {own: string}} Kept
 * @typedef {object} Ref  Where the words of an item are kept.
 * @property {"field" | "listed" | "element"} kind  A field · one of a list of texts · an element of its own.
 * @property {string} id @property {string} field @property {number} [index]
 * @typedef {object} Item  One thing in a cell.
 * @property {string} key  Its name in the cell. @property {string} shape  How it is drawn.
 * @property {string} text @property {string} id  The element it is, or hangs on.
 * @property {Ref} [ref]  Left out: it is not written here. @property {string} [at]  The touchpoint it hangs on.
 * @typedef {object} World  What cells show besides the document.
 * @property {Object<string, any[]>} findings  Element id → evidence.
 * @property {Object<string, any>} feelings  Step id → what was reported.
 * @property {Map<string, any[]>} routes  Step id → the ways that leave it. @property {Map<string, string>} names  Step id → its name.
 * @typedef {object} Lane
 * @property {string} id @property {string} name @property {string} hint
 * @property {"story" | "detail" | "company" | "blueprint" | "measured"} group
 * @property {string} word  One thing in it, in words.
 * @property {(element: Element, kind: string, world: World) => Item[]} read
 * @property {Store} [store]  Where new things go; left out: nothing is written in it.
 * @property {string} [border]  The blueprint's line above it.
 * @property {string} [prompt]  What an empty line asks.
 * @property {(step: string) => string | null} [joins]  Neighbouring steps with the same name here have one cell together.
 * @typedef {{listed?: string, slot?: string, kind?: string, field?: string, more?: Object<string, any>, fields?: string[],
 *   through?: boolean}} Store  `through`: it is kept by a touchpoint of the step.
 */

const WS = ["who", "what", "when", "where", "why"];

const contacts = (element) => element.touchpoints ?? [];
/** The element itself, and a step's touchpoints by name. */
const bearers = (element) => [[element, ""], ...contacts(element).map((touchpoint) => [touchpoint, touchpoint.name])];

const inElement = (field) => (element, more = {}) => ({
  key: element.id, id: element.id, text: element[field] ?? "", ref: { kind: "element", id: element.id, field }, ...more,
});
const words = inElement("text");

/** "6 of 10 groups". */
const votes = (vote) => (vote ? `${vote.votes} of ${vote.of} ${vote.by ?? "people"}` : "");

/** How something is known: who voted, how much evidence there is, or that it is assumed. */
function known(element, world) {
  const named = new Set(element.evidence ?? []);
  for (const finding of world.findings[element.id] ?? []) named.add(finding.id);
  const pieces = named.size === 1 ? "1 piece of evidence" : named.size ? `${named.size} pieces of evidence` : "";
  return [votes(element.vote), pieces].filter(Boolean).join(" · ") || "assumed";
}

const marks = (slot, shape, more) => (element, _kind, world) => bearers(element).flatMap(([bearer, at]) =>
  (bearer[slot] ?? []).map((mark) => words(mark, { shape, at, bearer: bearer.id, ...more(mark, world) })));

/** The evidence about a step and its touchpoints, each piece once. */
function told(element, world, ...kinds) {
  const seen = new Map();
  for (const [bearer] of bearers(element)) {
    for (const finding of world.findings[bearer.id] ?? []) if (kinds.includes(finding.kind)) seen.set(finding.id, finding);
  }
  return [...seen.values()].map((finding) => ({
    ...finding, key: finding.id, id: element.id, finding: finding.id, shape: finding.kind === "quote" ? "quote" : "fact",
  }));
}

const listed = (field, shape) => (element) => (element[field] ?? []).map((text, index) => (
  { key: `${field}.${index}`, id: element.id, shape, text, ref: { kind: "listed", id: element.id, field, index } }));

const fieldItem = (element, field, more = {}) => ({
  key: `${element.id}.${field}`, id: element.id, shape: "line", text: element[field], ref: { kind: "field", id: element.id, field }, ...more,
});

function gates(element) {
  return (element.tollgates ?? []).flatMap((gate) => [
    inElement("settles")(gate, { shape: "gate", role: gate.role ?? "", how: gate.how ?? "" }),
    ...(gate.contents ?? []).map((content) => inElement("name")(content, {
      shape: "piece", channel: content.channel ?? "other", source: content.source ?? "", missing: content.missing ?? false, within: gate.id,
    })),
  ]);
}

function endings(element) {
  const several = contacts(element).length > 1;
  return contacts(element).filter(({ ending }) => ending)
    .map((touchpoint) => fieldItem(touchpoint, "ending", { label: several ? touchpoint.name : "" }));
}

const asked = { ces: "CES", csat: "CSAT", nps: "NPS", stars: "stars", open: "in words" };
const posts = (element) => contacts(element).flatMap((touchpoint) => (touchpoint.posts ?? []).map((post) =>
  inElement("question")(post, { shape: "line", label: asked[post.measure ?? "csat"], bearer: touchpoint.id })));

function effort(element) {
  return element.effort ? [{ key: "effort", id: element.id, shape: "effort", text: `${element.effort} of 5`, level: element.effort }] : [];
}

const steps = (read) => (element, kind, world) => (kind === "Step" ? read(element, kind, world) : []);

/** @returns {Lane} */
const lane = (id, name, hint, group, word, read, store, more = {}) => ({ id, name, hint, group, word, read, store, ...more });

const STORY = [
  lane("words", "How they put it", "a customer’s words for the step", "story", "their words", steps((element) =>
    (element.words ? [fieldItem(element, "words", { shape: "speech" })] : [])), { fields: ["words"] }, { prompt: "“What will it really cost me?”" }),
  lane("pictures", "Pictures", "drop or paste one in", "detail", "picture", (element) => bearers(element).flatMap(([bearer, at]) =>
    (bearer.pictures ?? []).map((picture) => inElement("alt")(picture, { shape: "photo", file: picture.file, at, bearer: bearer.id })))),
  lane("touchpoints", "Touchpoints", "dashed: not ours", "story", "touchpoint", (element) => contacts(element).map((touchpoint) =>
    inElement("name")(touchpoint, {
      shape: "contact", channel: touchpoint.channel ?? "other", by: touchpoint.by ?? "ours",
      department: touchpoint.department ?? "", importance: touchpoint.importance ?? 0,
    })), { slot: "touchpoints", kind: "Touchpoint", field: "name" }, { prompt: "Where do they meet somebody?" }),
  lane("emotion", "How it feels", "delighted above, desperate below", "story", "feeling", steps((element, _kind, world) => [{
    key: "felt", id: element.id, shape: "felt", text: "", at: element.name, emotion: element.emotion ?? null, reported: world.feelings[element.id] ?? null,
  }])),
  lane("quotes", "In their words", "interviews, surveys, reviews", "story", "quote", (element, _kind, world) => told(element, world, "quote")),
  lane("pains", "Pain points", "by intensity", "story", "pain point",
    marks("pains", "pain", (pain, world) => ({ intensity: pain.intensity ?? 1, known: known(pain, world) })),
    { slot: "pains", kind: "PainPoint", field: "text" }, { prompt: "What hurts here?" }),
  lane("moments", "Moments of truth", "◇ believed", "story", "moment of truth",
    marks("moments", "belief", (moment) => ({ votes: votes(moment.vote), owner: moment.owner ?? "", metric: moment.metric ?? "" })),
    { slot: "moments", kind: "Moment", field: "text" }, { prompt: "What does a good or bad experience change?" }),
];

const DETAIL = [
  lane("opportunities", "Opportunities", "needs that could be met better", "detail", "opportunity",
    marks("opportunities", "opportunity", (mark) => ({ impact: mark.impact ?? 0, known: votes(mark.vote) })),
    { slot: "opportunities", kind: "Opportunity", field: "text" }, { prompt: "Which need could be met better?" }),
  lane("feelings", "Feelings", "in their words", "detail", "feeling", steps(listed("feelings", "line")), { listed: "feelings" }, { prompt: "proud, unsure …" }),
  lane("thoughts", "Thoughts", "what goes through their head", "detail", "thought", steps(listed("thoughts", "thought")), { listed: "thoughts" }),
  lane("needs", "Needs", "", "detail", "need", steps(listed("needs", "line")), { listed: "needs" }),
  lane("expectations", "Expectations", "", "detail", "expectation", steps(listed("expectations", "line")), { listed: "expectations" }),
  lane("five-ws", "Who, what, when", "where and why", "detail", "of the five Ws",
    steps((element) => WS.filter((field) => element[field]).map((field) => fieldItem(element, field, { label: field }))), { fields: WS }),
  lane("tollgates", "Tollgates", "settled before going on", "detail", "tollgate", steps(gates),
    { slot: "tollgates", kind: "Tollgate", field: "settles" }, { prompt: "What must be settled first?" }),
  lane("effort", "Effort", "believed, 1 to 5", "detail", "effort", steps(effort)),
  lane("irritations", "Irritations", "small, and they add up", "detail", "irritation",
    marks("irritations", "irritation", (mark, world) => ({ known: known(mark, world) })), { slot: "irritations", kind: "Irritation", field: "text" }),
  lane("lingering", "Worth lingering", "staying longer creates value", "detail", "worth lingering",
    marks("lingering", "lingering", (mark, world) => ({ known: known(mark, world) })), { slot: "lingering", kind: "Lingering", field: "text" }),
  lane("endings", "Designed endings", "the last thing colours all", "detail", "designed ending", steps(endings), { through: true, field: "ending" }),
  lane("posts", "Listening posts", "what we ask here", "detail", "listening post", steps(posts),
    { through: true, slot: "posts", kind: "ListeningPost", field: "question" }),
  lane("facts", "Evidence", "figures and observations", "detail", "piece of evidence", (element, _kind, world) => told(element, world, "figure", "observation")),
];

const BLUEPRINT = [
  ["physical", "Physical evidence", "what people see and hold"],
  ["onstage", "Onstage", "in the person’s sight", "line of interaction"],
  ["backstage", "Backstage", "out of sight", "line of visibility"],
  ["support", "Support processes", "so that it works", "line of internal interaction"],
  ["upstream", "Upstream", "before it, at other departments"],
  ["downstream", "Downstream", "after it, at other departments"],
].map(([slot, name, hint, border]) => lane(slot, name, hint, "blueprint", "activity",
  steps((element) => (element[slot] ?? []).map((act) => words(act, { shape: "act", by: [act.department, act.system].filter(Boolean).join(" · ") }))),
  { slot, kind: "Activity", field: "text" }, { border }));

/** A lane of the company's own choosing. @param {Element} own */
const company = (own) => lane(`own-${own.id}`, own.name, own.hint ?? "", "company", "note",
  steps((element) => (element.notes ?? []).filter((note) => note.lane === own.id).map((note) => words(note, { shape: "line" }))),
  { slot: "notes", kind: "LaneNote", field: "text", more: { lane: own.id } }, { own: own.id });

/** The ways between steps that do not lead straight on; drawn as arcs above the steps. @type {Lane} */
export const ROUTES = lane("routes", "Ways", "beside straight on", "story", "way", steps((element, _kind, world) =>
  (world.routes.get(element.id) ?? []).map((route) => ({
    key: route.id, id: route.id, shape: "route", text: route.when ?? "", ref: { kind: "element", id: route.id, field: "when" },
    way: route.kind ?? "next", target: route.target, to: world.names.get(route.target) ?? "",
  }))));

/** All lanes of a journey in their order. @param {Element} journey @returns {Lane[]} */
export const lanesOf = (journey) => [...STORY, ...DETAIL, ...(journey.lanes ?? []).map(company), ...BLUEPRINT];

/** Lanes whose items are all of a step's own, in one slot, so that they can be put in another order. @param {Lane} lane */
export const isOrdered = (lane) => Boolean(lane.store && (lane.store.listed || (lane.store.slot && !lane.store.through)));
