import { login, Problem, request } from "./api.js";
import { Series } from "./series.js";

const SILENCE_MILLIS = 5_000;
const RETRY_MILLIS = [500, 1_000, 2_000, 4_000];
const OPERATIONS_KEPT = 200;

/**
 * All pools as they are now, by the live stream, which is opened again whenever it ends. Tells "pools" once a second at most, "operation"
 * with a record as its detail, and "state".
 *
 * Read by fetch and not by EventSource, which tells neither why a stream was refused nor that a quiet one still lives, and would have the
 * browser ask for a password.
 */
class Live extends EventTarget {
  pools = new Map();
  operations = new Map();
  series = new Map();
  server = undefined;
  /** "connecting", "live", or of the problem: "away", "unauthenticated", "forbidden", "too-many-readers". */
  state = "connecting";
  /** When something last came, by performance.now(); undefined before the first. */
  heardAt = undefined;
  #leave = () => {};

  start() {
    setInterval(() => this.#sample(), 1_000);
    // A stream that is open would outlive the login, and everything else on the page would not.
    login.addEventListener("ended", ({ detail }) => this.#leave(detail));
    this.#follow();
  }

  async #follow() {
    for (let failures = 0; ; failures++) {
      try {
        await this.#readStream(() => {
          failures = 0;
        });
        this.#enter("away");
      } catch (problem) {
        this.#enter(["unauthenticated", "forbidden", "too-many-readers"].includes(problem.type) ? problem.type : "away");
      }
      await new Promise((resume) => setTimeout(resume, RETRY_MILLIS[Math.min(failures, RETRY_MILLIS.length - 1)]));
    }
  }

  async #readStream(opened) {
    const silence = new AbortController();
    this.#leave = (why) => silence.abort(why);
    let timer = setTimeout(() => silence.abort(), SILENCE_MILLIS);
    try {
      const response = await request("live", { headers: { Accept: "text/event-stream" }, signal: silence.signal });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MILLIS);
        opened();
        this.heardAt = performance.now();
        const blocks = (text + piece.value).split("\n\n");
        text = blocks.pop();
        blocks.forEach((block) => this.#take(block));
        this.#enter("live");
      }
    } catch (failure) {
      throw silence.signal.reason instanceof Problem ? silence.signal.reason : failure;
    } finally {
      clearTimeout(timer);
    }
  }

  #take(block) {
    const field = (name) => block.split("\n").find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    const data = field("data");
    if (data === undefined) {
      return;
    }
    const json = JSON.parse(data);
    switch (field("event")) {
      case "snapshot":
        this.server = json.server;
        this.pools = new Map(json.pools.map((pool) => [pool.id, pool]));
        this.dispatchEvent(new Event("snapshot"));
        break;
      case "pools":
        json.pools.forEach((pool) => this.pools.set(pool.id, pool));
        json.gone.forEach((id) => this.pools.delete(id));
        break;
      case "operation":
        this.operations.set(json.id, json);
        if (this.operations.size > OPERATIONS_KEPT) {
          this.operations.delete(this.operations.keys().next().value);
        }
        this.dispatchEvent(new CustomEvent("operation", { detail: json }));
        return;
    }
    this.dispatchEvent(new Event("pools"));
  }

  #enter(state) {
    if (state !== this.state) {
      this.state = state;
      this.dispatchEvent(new Event("state"));
    }
  }

  /** A pool of which nothing is told has not changed; while nothing comes, or it cannot be read, there is a gap. */
  #sample() {
    for (const id of this.series.keys()) {
      if (!this.pools.has(id)) {
        this.series.delete(id);
      }
    }
    for (const [id, pool] of this.pools) {
      if (!this.series.has(id)) {
        this.series.set(id, new Series());
      }
      const series = this.series.get(id);
      series.add(Date.now() / 1_000, this.state === "live" && pool.trouble === undefined ? pool : {});
      series.note(Date.now() / 1_000, pool);
    }
    this.dispatchEvent(new Event("sample"));
  }
}

export const live = new Live();
