import { read, request } from "./api.js";
import { element, put, write } from "./element.js";
import { count, duration, percentile, rate, time } from "./format.js";
import { live } from "./live.js";

const REFRESH_MILLIS = 1_000;
const FIGURES = {
  Throughput: ({ throughput }) => rate(throughput),
  "Asked for": ({ offered }) => count(offered),
  Completed: ({ completed }) => count(completed),
  "Ended without a connection": ({ exhausted }) => count(exhausted),
  "Failed otherwise": ({ failed }) => count(failed),
  "Shed, all threads busy": ({ shed }) => count(shed),
  "Cut at the end": ({ cut }) => count(cut),
  "Acquisition p50": ({ acquisition }) => percentile(acquisition, "p50"),
  "Acquisition p99": ({ acquisition }) => percentile(acquisition, "p99"),
  "Acquisition, longest": ({ acquisition }) => percentile(acquisition, "max"),
  "Began late by, p99": ({ lateP99Seconds }) => duration(lateP99Seconds),
};

/** The drill that runs on a pool, or the last one. Nothing where there was none, or where drills are not to be had. */
export class PoolDrill extends HTMLElement {
  #id;
  #timer;
  #words = element("p", { role: "status" });
  #plan = element("p", { class: "note" });
  #progress = element("progress", { "aria-label": "Of the drill's time", max: 1 });
  #problem = element("p", { class: "problem", role: "alert" });
  #stop = element("button", { type: "button", click: () => this.#end() }, "Stop the drill");
  #figures = element("dl", { class: "figures" });
  #operator = false;
  #ending = new AbortController();

  constructor(id) {
    super();
    this.#id = id;
  }

  connectedCallback() {
    this.hidden = true;
    this.append(
      element("h2", {}, "Drill"),
      this.#words,
      this.#plan,
      element("div", { class: "course" }, this.#progress, this.#stop),
      this.#problem,
      this.#figures,
    );
    live.addEventListener("operation", ({ detail }) => {
      if (detail.pool === this.#id && detail.operation === "drill") {
        this.load();
      }
    }, { signal: this.#ending.signal });
    this.load();
  }

  disconnectedCallback() {
    this.#ending.abort();
    clearTimeout(this.#timer);
  }

  /** Whether who looks at it may stop it. */
  set operator(may) {
    this.#operator = may;
    this.#stop.hidden = !may || this.dataset.state !== "running";
  }

  async load() {
    clearTimeout(this.#timer);
    let drill;
    try {
      drill = await read(`pools/${this.#id}/drill`);
    } catch (problem) {
      // None was ever run, or they are switched off.
      if (problem.status === 404 || problem.status === 403) {
        return;
      }
      write(this.#problem, problem.message);
      this.#again();
      return;
    }
    write(this.#problem, "");
    this.#show(drill);
    if (drill.state === "running") {
      this.#again();
    }
  }

  #again() {
    if (!this.#ending.signal.aborted) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.load(), REFRESH_MILLIS);
    }
  }

  #show(drill) {
    const { state, stoppedBecause, plan, startedAt } = drill;
    this.hidden = false;
    this.dataset.state = state;
    this.#progress.hidden = state !== "running";
    this.#stop.hidden = !this.#operator || state !== "running";
    this.#progress.value = (Date.now() - Date.parse(startedAt)) / 1_000 / plan.durationSeconds;
    write(this.#words, {
      running: `Runs since ${time(startedAt)}, for ${duration(plan.durationSeconds)}.`,
      ended: `The last one began at ${time(startedAt)} and ran to its end.`,
      stopped: `The last one began at ${time(startedAt)} and was stopped: ${stoppedBecause}.`,
    }[state] ?? state);
    write(this.#plan, planned(plan));
    put(this.#figures, Object.entries(FIGURES).map(([title, figure]) => [title, figure(drill)]), ([title, value]) =>
      element("div", {}, element("dt", {}, title), element("dd", {}, value)));
  }

  async #end() {
    this.#stop.disabled = true;
    try {
      await request(`pools/${this.#id}/drill`, { method: "DELETE" });
    } catch (problem) {
      write(this.#problem, problem.message);
    }
    this.#stop.disabled = false;
    await this.load();
  }
}

/** In words. */
const planned = ({ arrivals, profile, baseRate, peakRate, hold, holdSeconds, mode, seed }) =>
  `${baseRate === peakRate ? rate(baseRate) : `${rate(baseRate)}, up to ${rate(peakRate)} (${profile})`}, ${arrivals}; held for`
    + ` ${duration(holdSeconds)} in the mean, ${hold}, ${mode}; seed ${seed}.`;

customElements.define("pool-drill", PoolDrill);
