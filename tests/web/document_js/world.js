/** A world to simulate: time that only goes on when nothing else is to do, chance that repeats itself, a bad network. */

/** Chance from a seed (mulberry32): the same seed, the same story. */
export function chance(seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    random,
    one: (list) => list[Math.floor(random() * list.length)],
    whole: (below) => Math.floor(random() * below),
    happens: (probability) => random() < probability,
  };
}

const channel = new MessageChannel();
const waiting = [];
channel.port1.onmessage = () => waiting.shift()();
/** All promises that can go on have gone on. */
const settled = () => new Promise((resolve) => {
  waiting.push(resolve);
  channel.port2.postMessage(null);
});

export class World {
  constructor(seed) {
    this.chance = chance(seed);
    this.now = 0;
    this._tasks = [];
    this._number = 0;
  }

  in(milliseconds, work) {
    const task = { at: this.now + milliseconds, number: (this._number += 1), work };
    this._tasks.push(task);
    return task;
  }

  drop(task) {
    this._tasks = this._tasks.filter((other) => other !== task);
  }

  /** Let time go on until something holds; answers whether it came to that. */
  async until(holds, most = 600_000) {
    const end = this.now + most;
    for (await settled(); !holds(); await settled()) {
      const next = this._tasks.reduce((a, b) => (b.at < a.at || (b.at === a.at && b.number < a.number) ? b : a), { at: Infinity });
      if (next.at > end) return false;
      this.drop(next);
      this.now = next.at;
      next.work();
    }
    return true;
  }

  async pass(milliseconds) {
    let over = false;
    this.in(milliseconds, () => (over = true));
    await this.until(() => over);
  }
}

/** Locks as the browser's: one holder at a time. */
export class Locks {
  constructor() {
    this._held = new Set();
  }

  async request(name, ...given) {
    const work = given.at(-1);
    if (this._held.has(name)) return given.length > 1 ? work(null) : undefined;
    this._held.add(name);
    try {
      return await work({ name });
    } finally {
      this._held.delete(name);
    }
  }
}
