import { read } from "./api.js";
import { Chart } from "./chart.js";
import { element, write } from "./element.js";
import { count, duration, operation, time, verdict } from "./format.js";
import { live } from "./live.js";

const LIVE_SECONDS = 600;
/** By when a minute is kept, after its middle. */
const LATEST_SECONDS = 120;
const SHORTEST_SECONDS = 60;
const RANGES = [
  [LIVE_SECONDS, "last 10 minutes, live"],
  [3_600, "last hour"],
  [21_600, "last 6 hours"],
  [86_400, "last day"],
  [604_800, "last week"],
];
const CONNECTIONS = ["inUse", "idle", "max", "waiting"];
const TIMES = ["p50", "p99"];
/** How often the minutes are asked for again. */
const REFRESH_MILLIS = 60_000;

/** What a pool did: from the history, and where that ends, as it is heard. */
export class PoolCharts extends HTMLElement {
  #id;
  #history = { points: [], marks: [] };
  #problem = element("p", { class: "note", role: "status" });
  #range = element(
    "select",
    { change: () => this.#load() },
    ...RANGES.map(([seconds, words]) => element("option", { value: seconds }, words)),
  );
  #happened = element("ol");
  #connections;
  #times;
  #ending = new AbortController();

  constructor(id) {
    super();
    this.#id = id;
  }

  connectedCallback() {
    this.#connections = new Chart({
      title: "Connections, and requests waiting",
      format: (value) => count(Math.round(value * 10) / 10),
      lines: [
        { label: "in use", colour: "--in-use" },
        { label: "idle", colour: "--idle-line" },
        { label: "max", colour: "--max", setting: true },
        { label: "waiting", colour: "--waiting" },
      ],
    });
    this.#times = new Chart({
      title: "Acquisition time, logarithmic",
      format: duration,
      log: true,
      lines: [{ label: "p50", colour: "--in-use" }, { label: "p99", colour: "--waiting" }],
    });
    this.append(
      element("label", { class: "range" }, "Time ", this.#range),
      this.#problem,
      element("div", { class: "charts" }, this.#connections.node, this.#times.node),
      element("h3", {}, "What happened"),
      element("div", { class: "happened", tabindex: "0", role: "region", "aria-label": "What happened" }, this.#happened),
    );
    live.addEventListener("sample", () => this.#draw(), { signal: this.#ending.signal });
    const refresh = setInterval(() => this.#load(), REFRESH_MILLIS);
    this.#ending.signal.addEventListener("abort", () => clearInterval(refresh));
    this.#load();
  }

  disconnectedCallback() {
    this.#ending.abort();
    this.#connections.close();
    this.#times.close();
  }

  async #load() {
    const seconds = Number(this.#range.value);
    const from = new Date(Date.now() - seconds * 1_000).toISOString();
    let history = { points: [], marks: [] };
    let problem = "";
    try {
      history = ofHistory(await read(`pools/${this.#id}/history?from=${encodeURIComponent(from)}`));
    } catch (failure) {
      problem = `What was before this page was opened cannot be shown: ${failure.message}`;
    }
    if (seconds === Number(this.#range.value)) {
      this.#history = history;
      write(this.#problem, problem);
      this.#happened.replaceChildren(...(history.marks.length === 0
        ? [element("li", {}, "Nothing in this time.")]
        : history.marks.slice(-50).reverse().map((mark) => element("li", {}, element("time", {}, time(mark.at)), " ", mark.words))));
      this.#draw();
    }
  }

  #draw() {
    const now = Date.now() / 1_000;
    const seconds = Number(this.#range.value);
    const heard = live.series.get(this.#id);
    const begin = heard?.at[0] ?? now;
    const points = this.#history.points.filter((point) => point.at < begin);
    if (begin - points.at(-1)?.at > LATEST_SECONDS) {
      points.push({ at: begin - 1 });
    }
    const data = (keys) => ["at", ...keys].map((key) => [...points.map((point) => point[key] ?? null), ...(heard?.[key] ?? [])]);
    // Live, a pool that is watched for a short time only is not drawn on the last inch.
    const first = seconds === LIVE_SECONDS ? Math.min(points[0]?.at ?? begin, now - SHORTEST_SECONDS) : 0;
    const range = [Math.max(now - seconds, first), now];
    const marks = this.#history.marks.map((mark) => Date.parse(mark.at) / 1_000);
    this.#connections.show(data(CONNECTIONS), marks, range);
    this.#times.show(data(TIMES), marks, range);
  }
}

function ofHistory({ steps, stepSeconds, events, operations }) {
  const points = [];
  for (const step of steps) {
    const at = Date.parse(step.at) / 1_000 + stepSeconds / 2;
    // Of a time of which nothing was kept there is no step: what is on both sides of it is not joined.
    if (points.length > 0 && at - points.at(-1).at > 1.5 * stepSeconds) {
      points.push({ at: at - stepSeconds });
    }
    const { p50, p99 } = step.acquisition ?? {};
    points.push({ at, inUse: step.inUseMean ?? step.inUsePeak, max: step.max, waiting: step.waitingPeak, p50, p99 });
  }
  const marks = [
    ...events.map((event) => ({ at: event.at, words: `${verdict(event.before)}, then ${verdict(event.after)}: ${event.reason}` })),
    ...operations.map((done) => ({ at: done.at, words: `${operation(done.operation)} by ${done.actor.name}: ${done.outcome}` })),
  ];
  return { points, marks: marks.sort((one, other) => Date.parse(one.at) - Date.parse(other.at)) };
}

customElements.define("pool-charts", PoolCharts);
