const KEPT = 600;
const EVENTS_KEPT = 100;
const FARTHEST_SECONDS = 3;
const NUMBERS = {
  inUse: (pool) => pool.inUse,
  idle: (pool) => pool.idle,
  max: (pool) => pool.max,
  waiting: (pool) => pool.waiting,
  utilization: (pool) => pool.utilization,
  p50: (pool) => pool.acquisition?.p50,
  p99: (pool) => pool.acquisition?.p99,
  holdP50: (pool) => pool.hold?.p50,
  holdP99: (pool) => pool.hold?.p99,
};

/** What a pool did in the last ten minutes, second by second. What was not reported, or not heard, is null: a gap. */
export class Series {
  /** Seconds since 1970. */
  at = [];
  /** Changes of the verdict: `kind`, `at`, `before`, `after`, `reason`, as the history has them. */
  events = [];
  #verdict;

  constructor() {
    Object.keys(NUMBERS).forEach((key) => {
      this[key] = [];
    });
  }

  add(at, pool) {
    // A page in the background is run less often.
    if (at - this.at.at(-1) > FARTHEST_SECONDS) {
      this.#append(at - 1, {});
    }
    this.#append(at, pool);
  }

  /** Whether the verdict is another one by now; it is told even of a pool that cannot be read. */
  note(at, { verdict, reason }) {
    if (this.#verdict !== undefined && verdict !== this.#verdict) {
      this.events.push({ kind: "verdict", at: new Date(at * 1_000).toISOString(), before: this.#verdict, after: verdict, reason });
      if (this.events.length > EVENTS_KEPT) {
        this.events.shift();
      }
    }
    this.#verdict = verdict;
  }

  #append(at, pool) {
    this.#put("at", at);
    for (const [key, number] of Object.entries(NUMBERS)) {
      this.#put(key, number(pool) ?? null);
    }
  }

  #put(key, value) {
    this[key].push(value);
    if (this[key].length > KEPT) {
      this[key].shift();
    }
  }
}
