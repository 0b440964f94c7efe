const KEPT = 600;
const FARTHEST_SECONDS = 3;

/** What a pool did in the last ten minutes, second by second. What was not reported, or not heard, is null: a gap. */
export class Series {
  /** Seconds since 1970. */
  at = [];
  inUse = [];
  idle = [];
  max = [];
  waiting = [];
  p50 = [];
  p99 = [];

  add(at, pool) {
    // A page in the background is run less often.
    if (at - this.at.at(-1) > FARTHEST_SECONDS) {
      this.#append(at - 1, {});
    }
    this.#append(at, pool);
  }

  #append(at, pool) {
    this.#put("at", at);
    for (const key of ["inUse", "idle", "max", "waiting"]) {
      this.#put(key, pool[key] ?? null);
    }
    for (const key of ["p50", "p99"]) {
      this.#put(key, pool.acquisition?.[key] ?? null);
    }
  }

  #put(key, value) {
    this[key].push(value);
    if (this[key].length > KEPT) {
      this[key].shift();
    }
  }
}
