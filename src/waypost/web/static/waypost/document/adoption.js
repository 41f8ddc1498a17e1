/**
 * What a tab leaves behind when it is closed before everything was acknowledged, and who takes it over.
 *
 * A tab holds a lock as long as it lives. Whoever gets a lock without waiting knows that its tab is gone.
 *
 * @typedef {import("./storage.js").Kept} Kept
 * @typedef {import("./rebase.js").State} State
 */
import { refusal } from "./conflicts.js";
import { Tree } from "./tree.js";

const OLD = "This was made on an earlier version of the document.";

const lockName = (base, session) => `waypost ${base} ${session}`;

/** Hold this tab's lock. @returns {() => void} lets it go */
export function hold(transport, base, session) {
  let release;
  const closed = new Promise((resolve) => {
    release = resolve;
  });
  void transport.locks.request(lockName(base, session), () => closed);
  return release;
}

/** Take over each queue whose tab is gone, one after the other. @param {(kept: Kept) => Promise<void>} take */
export async function claimed({ transport, storage, base, session }, take) {
  for (const kept of await storage.all(base)) {
    const own = kept.session === session;
    const adopt = async (lock) => {
      if (!lock) return;
      await take(kept);
      if (!own) await storage.drop(base, kept.session);
    };
    if (own) await adopt({});
    else await transport.locks.request(lockName(base, kept.session), { ifAvailable: true }, adopt);
  }
}

/**
 * A queue as it was, after the server said which of its changes it has.
 * @param {Kept} kept @param {import("./values.js").Shape} shape @param {import("./server.js").Server} server
 * @returns {Promise<State>}
 */
export async function adopted(kept, shape, server) {
  const confirmed = Tree.of(kept.confirmed, shape);
  const pending = [];
  for (const change of kept.pending) {
    const answer = change.sent && !change.revision ? await server.commit(change) : null;
    pending.push({ ...change, sent: false, ...(answer?.kind === "committed" ? { revision: answer.revision } : {}) });
  }
  try {
    const current = pending.reduce((tree, change) => tree.apply(change.edits), confirmed);
    return { confirmed, current, pending, conflicts: kept.conflicts };
  } catch {
    const lost = pending.filter((change) => !change.revision && change.edits.length);
    const outdated = lost.map((change) => refusal(change, OLD));
    return { confirmed, current: confirmed, pending: [], conflicts: [...kept.conflicts, ...outdated] };
  }
}
