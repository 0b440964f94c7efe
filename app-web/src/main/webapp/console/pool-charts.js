import { read } from "./api.js";
import { Chart } from "./chart.js";
import { element, write } from "./element.js";
import { count, duration, operation, percent, time, verdict } from "./format.js";
import { live } from "./live.js";
import { OBJECTIVE } from "./objective.js";

const LIVE_SECONDS = 600;
/** By when a minute is kept, after its middle. */
const LATEST_SECONDS = 120;
const SHORTEST_SECONDS = 60;
const CHOSEN = "chosen";
const RANGES = [
  [LIVE_SECONDS, "last 10 minutes, live"],
  [3_600, "last hour"],
  [21_600, "last 6 hours"],
  [86_400, "last day"],
  [604_800, "last week"],
  [CHOSEN, "from … to …"],
];
/** Beyond this, a second is less than a pixel. */
const DRAWN_LIVE_SECONDS = 3_600;
const LISTED = 100;
/** How often the minutes are asked for again. */
const REFRESH_MILLIS = 60_000;
/** How soon, where there was no answer. */
const RETRY_MILLIS = 5_000;
/** Within which a change of the verdict that was heard is taken for the same as one of the history. */
const SAME_EVENT_MILLIS = 5_000;
const NOTHING = { points: [], events: [], operations: [] };

const CHARTS = [
  {
    keys: ["inUse", "idle", "max", "waiting"],
    title: "Connections, and requests waiting",
    format: (value) => count(Math.round(value * 10) / 10),
    lines: [
      { label: "in use", colour: "--in-use" },
      { label: "idle", colour: "--idle-line" },
      { label: "max", colour: "--max", setting: true },
      { label: "waiting", colour: "--waiting" },
    ],
  },
  {
    keys: ["utilization"],
    title: "Utilisation of max; shaded: what is aimed at, 60 to 80 %",
    format: percent,
    lines: [{ label: "utilisation", colour: "--in-use" }],
    aim: [OBJECTIVE.bandFrom, OBJECTIVE.bandTo],
  },
  {
    keys: ["p50", "p99"],
    title: "Acquisition time, logarithmic; shaded: up to 10 ms",
    format: duration,
    log: true,
    lines: [{ label: "p50", colour: "--in-use" }, { label: "p99", colour: "--waiting" }],
    aim: [Number.MIN_VALUE, OBJECTIVE.acquisitionSeconds],
  },
  {
    keys: ["holdP50", "holdP99"],
    title: "Hold time, logarithmic",
    format: duration,
    log: true,
    lines: [{ label: "p50", colour: "--in-use" }, { label: "p99", colour: "--waiting" }],
  },
];

/** What a pool did: from the history, and where that ends, as it is heard. */
export class PoolCharts extends HTMLElement {
  #id;
  #history = NOTHING;
  #asked = 0;
  #retry;
  #problem = element("p", { class: "note", role: "status" });
  #range = element(
    "select",
    { change: () => this.#choose() },
    ...RANGES.map(([value, words]) => element("option", { value }, words)),
  );
  #from = element("input", { type: "datetime-local", step: 1, change: () => this.#load() });
  #to = element("input", { type: "datetime-local", step: 1, change: () => this.#load() });
  #chosen = element(
    "span",
    { class: "chosen", hidden: true },
    element("label", {}, "From ", this.#from),
    element("label", {}, "To ", this.#to),
    element("button", { type: "button", click: () => this.#unzoom() }, "Back to live"),
  );
  #happened = element("ol", { reversed: true });
  #charts;
  #ending = new AbortController();

  constructor(id) {
    super();
    this.#id = id;
  }

  connectedCallback() {
    this.#charts = CHARTS.map(({ keys, ...options }) => ({
      keys,
      chart: new Chart({ ...options, together: "time", zoom: (from, to) => this.#zoom(from, to), unzoom: () => this.#unzoom() }),
    }));
    this.append(
      element("div", { class: "range" }, element("label", {}, "Time ", this.#range), this.#chosen),
      this.#problem,
      element("div", { class: "charts" }, ...this.#charts.map(({ chart }) => chart.node)),
      element(
        "p",
        { class: "note key" },
        element("span", { class: "key-operation" }, "an operation"),
        element("span", { class: "key-verdict" }, "another verdict"),
        element("span", { class: "key-outage" }, "database away"),
        element("span", { class: "key-drained" }, "drained"),
        "Numbers are those of the list below. Draw on a chart to zoom in, double-click to zoom out.",
      ),
      element("h3", {}, "What happened"),
      element("div", { class: "happened", tabindex: "0", role: "region", "aria-label": "What happened" }, this.#happened),
    );
    const options = { signal: this.#ending.signal };
    live.addEventListener("sample", () => this.#sample(), options);
    const refresh = setInterval(() => this.#load(), REFRESH_MILLIS);
    this.#ending.signal.addEventListener("abort", () => clearInterval(refresh));
    this.#load();
  }

  disconnectedCallback() {
    this.#ending.abort();
    clearTimeout(this.#retry);
    this.#charts.forEach(({ chart }) => chart.close());
  }

  #choose() {
    this.#chosen.hidden = this.#range.value !== CHOSEN;
    if (!this.#chosen.hidden && this.#from.value === "") {
      this.#fill(Date.now() / 1_000 - 3_600, Date.now() / 1_000);
    }
    this.#load();
  }

  #zoom(from, to) {
    this.#range.value = CHOSEN;
    this.#chosen.hidden = false;
    this.#fill(Math.floor(from), Math.ceil(to));
    this.#load();
  }

  #unzoom() {
    this.#range.value = LIVE_SECONDS;
    this.#from.value = "";
    this.#chosen.hidden = true;
    this.#load();
    this.#range.focus();
  }

  #fill(from, to) {
    const local = (at) => new Date(at * 1_000).toLocaleString("sv").replace(" ", "T");
    this.#from.value = local(from);
    this.#to.value = local(to);
  }

  /** From and to, seconds since 1970. */
  #span() {
    if (this.#range.value === CHOSEN) {
      return [Date.parse(this.#from.value) / 1_000, Date.parse(this.#to.value) / 1_000];
    }
    const now = Date.now() / 1_000;
    return [now - Number(this.#range.value), now];
  }

  async #load() {
    const asked = ++this.#asked;
    clearTimeout(this.#retry);
    const [from, to] = this.#span();
    if (!(from < to)) {
      write(this.#problem, "There is nothing between these: From has to be before To.");
      return;
    }
    const words = [from, to].map((at) => encodeURIComponent(new Date(at * 1_000).toISOString()));
    let history = NOTHING;
    let problem = "";
    try {
      // What ends now is asked for without an end: the clock here need not be the server's.
      const until = this.#range.value === CHOSEN ? `&to=${words[1]}` : "";
      history = ofHistory(await read(`pools/${this.#id}/history?from=${words[0]}${until}`));
    } catch (failure) {
      problem = `What was before this page was opened cannot be shown: ${failure.message}`;
    }
    if (asked === this.#asked && !this.#ending.signal.aborted) {
      this.#history = history;
      write(this.#problem, problem);
      this.#draw();
      if (problem !== "") {
        this.#retry = setTimeout(() => this.#load(), RETRY_MILLIS);
      }
    }
  }

  #sample() {
    if (this.#range.value !== CHOSEN && Number(this.#range.value) <= DRAWN_LIVE_SECONDS) {
      this.#draw();
    }
  }

  #draw() {
    let [from, to] = this.#span();
    const now = Date.now() / 1_000;
    const heard = live.series.get(this.#id);
    const begin = heard?.at[0] ?? now;
    const points = this.#history.points.filter((point) => point.at < begin);
    if (begin - points.at(-1)?.at > LATEST_SECONDS) {
      points.push({ at: begin - 1 });
    }
    // Live, a pool that is watched for a short time only is not drawn on the last inch.
    if (this.#range.value === String(LIVE_SECONDS)) {
      from = Math.max(from, Math.min(points[0]?.at ?? begin, now - SHORTEST_SECONDS));
    }
    const marks = this.#marks(from, to, heard?.events ?? []);
    for (const { keys, chart } of this.#charts) {
      const data = ["at", ...keys].map((key) => [...points.map((point) => point[key] ?? null), ...(heard?.[key] ?? [])]);
      chart.show(data, [from, to], marks);
    }
  }

  /** What happened, of the history and as it was heard since. */
  #marks(from, to, heardEvents) {
    const { events, operations } = this.#history;
    const known = new Set(operations.map(({ id }) => id));
    const allOperations = [
      ...operations,
      ...[...live.operations.values()].filter(({ id, pool, endedAt }) => pool === this.#id && endedAt !== undefined && !known.has(id)),
    ];
    const allEvents = [
      ...events,
      ...heardEvents.filter((heard) => !events.some((event) => event.after === heard.after
        && Math.abs(Date.parse(event.at) - Date.parse(heard.at)) < SAME_EVENT_MILLIS)),
    ];
    const at = (happened) => Date.parse(happened.at) / 1_000;
    const within = (mark) => mark.at >= from && mark.at <= to;
    const inOrder = (one, other) => one.at - other.at;
    const marks = [
      ...allEvents.map((event) => ({
        at: at(event),
        colour: "--edge",
        words: event.kind === "warden"
          ? `The warden, by its rule ${event.before}: ${event.reason}`
          : `${verdict(event.before)}, then ${verdict(event.after)}: ${event.reason}`,
      })),
      ...allOperations.map((done) => ({
        at: at(done),
        colour: "--mark",
        words: `${operation(done.operation)} by ${done.actor.name}, ${done.state}: ${done.outcome}`,
      })),
    ].filter(within).sort(inOrder).slice(-LISTED).map((mark, place) => ({ ...mark, label: String(place + 1) }));
    this.#list(marks);
    const until = (list, begins, ends, colour) => list.flatMap((begun, place) => (begins(begun)
      ? [{ from: at(begun), to: at(list.slice(place + 1).find(ends) ?? { at: new Date().toISOString() }), colour }]
      : []));
    const byTime = (one, other) => at(one) - at(other);
    return {
      marks,
      spans: [
        ...until(
          allEvents.filter(({ kind }) => kind !== "warden").sort(byTime),
          ({ after }) => after === "unreachable",
          () => true,
          "--bad",
        ),
        ...until(
          allOperations.filter(({ state }) => state !== "refused" && state !== "failed").sort(byTime),
          (done) => done.operation === "drain",
          (done) => done.operation === "resume",
          "--mark",
        ),
      ],
    };
  }

  #list(marks) {
    const told = JSON.stringify(marks.map(({ at, words }) => [at, words]));
    if (this.#happened.dataset.told !== told) {
      this.#happened.dataset.told = told;
      this.#happened.replaceChildren(...(marks.length === 0
        ? [element("li", { class: "nothing" }, "Nothing in this time.")]
        : marks.toReversed().map((mark) => element("li", {}, element("time", {}, time(mark.at * 1_000)), " ", mark.words))));
    }
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
    const { acquisition, hold } = step;
    points.push({
      at,
      inUse: step.inUseMean ?? step.inUsePeak,
      max: step.max,
      waiting: step.waitingPeak,
      utilization: step.utilization,
      p50: acquisition?.p50,
      p99: acquisition?.p99,
      holdP50: hold?.p50,
      holdP99: hold?.p99,
    });
  }
  return { points, events, operations };
}

customElements.define("pool-charts", PoolCharts);
