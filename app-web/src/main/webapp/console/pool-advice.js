import { read } from "./api.js";
import { Chart } from "./chart.js";
import { element, head, put, rows, write } from "./element.js";
import { count, duration, mode, percent, rail, rate, time, wait } from "./format.js";
import { live } from "./live.js";
import { meets, OBJECTIVE } from "./objective.js";

const REFRESH_MILLIS = 5_000;
/** What is less is as good as none, on a logarithmic axis. */
const LEAST_WAIT_SECONDS = 1e-4;
const MOST_WAIT_SECONDS = 1;
const MAX = { label: "max", format: (value) => count(Math.round(value)) };

/** Which max a pool should have, why, what another would do, and what the governor does about it. */
export class PoolAdvice extends HTMLElement {
  /** What was told last; undefined before the first time. */
  sizing;
  #id;
  #sentence = element("p", { class: "sentence" });
  #missing = element("p", { class: "note" });
  #evidence = element("dl", { class: "figures" });
  #governor = element("div", { class: "governor" });
  #whatIf = element("div", { hidden: true });
  #summary = element("p", { class: "note" });
  #utilization;
  #wait;
  #body = element("tbody");
  #table = element(
    "details",
    { toggle: () => this.#fillTable() },
    element("summary", {}, "The same as a table"),
    element(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": "What another max would do" },
      element("table", {}, head("Max", "Utilisation", "99 % wait", "Note"), this.#body),
    ),
  );
  #ending = new AbortController();

  constructor(id) {
    super();
    this.#id = id;
  }

  connectedCallback() {
    this.#utilization = new Chart({
      title: "Utilisation by max, predicted; shaded: 60 to 80 %",
      format: percent,
      lines: [{ label: "utilisation", colour: "--in-use" }],
      aim: [OBJECTIVE.bandFrom, OBJECTIVE.bandTo],
      across: MAX,
      together: "sizes",
    });
    this.#wait = new Chart({
      title: "What 99 % wait at most, by max, predicted, logarithmic; shaded: up to 10 ms",
      format: (seconds) => (seconds <= LEAST_WAIT_SECONDS ? `≤ ${duration(LEAST_WAIT_SECONDS)}` : duration(seconds)),
      log: true,
      lines: [{ label: "p99 wait", colour: "--waiting" }],
      aim: [Number.MIN_VALUE, OBJECTIVE.acquisitionSeconds],
      limits: [LEAST_WAIT_SECONDS, MOST_WAIT_SECONDS],
      across: MAX,
      together: "sizes",
    });
    this.#whatIf.append(
      element("h3", {}, "What another max would do"),
      this.#summary,
      element("div", { class: "charts", "aria-hidden": "true" }, this.#utilization.node, this.#wait.node),
      this.#table,
    );
    this.append(this.#sentence, this.#missing, this.#governor, this.#evidence, this.#whatIf);
    const refresh = setInterval(() => this.load(), REFRESH_MILLIS);
    this.#ending.signal.addEventListener("abort", () => clearInterval(refresh));
    this.load();
  }

  disconnectedCallback() {
    this.#ending.abort();
    this.#utilization.close();
    this.#wait.close();
  }

  async load() {
    if (live.state !== "live" && live.state !== "connecting") {
      return;
    }
    try {
      this.show(await read(`pools/${this.#id}/sizing`));
    } catch (problem) {
      write(this.#sentence, problem.message);
    }
  }

  show(sizing) {
    if (this.#ending.signal.aborted) {
      return;
    }
    this.sizing = sizing;
    const none = sizing.mode === "off" ? "None: nobody is to look at its size." : "None yet: too little is known of the pool.";
    write(this.#sentence, sizing.sentence ?? none);
    write(this.#missing, sizing.missing ?? "");
    put(this.#governor, governorWords(sizing), (words) => element("p", {}, words));
    put(this.#evidence, evidence(sizing), ([title, value]) => element("div", {}, element("dt", {}, title), element("dd", {}, value)));
    this.#evidence.hidden = this.#evidence.childElementCount === 0;
    this.#draw();
    this.#fillTable();
  }

  #draw() {
    const { predictions = [], max: advised } = this.sizing;
    this.#whatIf.hidden = predictions.length < 2;
    if (this.#whatIf.hidden) {
      return;
    }
    const now = live.pools.get(this.#id)?.max;
    const sizes = predictions.map(({ max }) => max);
    const good = predictions.filter(meets).map(({ max }) => max);
    const marks = now === advised
      ? [{ at: now, colour: "--text", label: `now, as advised: ${now}` }]
      : [{ at: now, colour: "--text", label: `now ${now}` }, { at: advised, colour: "--mark", label: `advised ${advised}` }];
    const drawn = {
      marks: marks.filter(({ at }) => at !== undefined).sort((one, other) => one.at - other.at),
      spans: good.length === 0 ? [] : [{ from: good[0] - 0.5, to: good.at(-1) + 0.5, colour: "--good" }],
    };
    const range = [Math.min(sizes[0], now ?? Infinity), Math.max(sizes.at(-1), now ?? 0)];
    // Beyond all of it is asked for, and the rest of the curve would be flat.
    const shown = predictions.map(({ utilization }) => (utilization <= 1.5 ? utilization : null));
    this.#utilization.show([sizes, shown], range, drawn);
    this.#wait.show(
      [sizes, predictions.map(({ waitP99Seconds: seconds }) => (seconds === undefined ? null : Math.max(seconds, LEAST_WAIT_SECONDS)))],
      range,
      drawn,
    );
    const from = ([first], last) => (first === last ? `max ${count(first)}` : `a max from ${count(first)} to ${count(last)}`);
    write(this.#summary, `${good.length === 0
      ? `No max from ${count(sizes[0])} to ${count(sizes.at(-1))} has both 60 to 80 % in use and 99 % waiting no longer than 10 ms`
      : `With ${from(good, good.at(-1))}, shaded, 60 to 80 % are in use and 99 % wait no longer than 10 ms`
    }, by the formula for the present demand.`);
  }

  /** Only for who has it open. */
  #fillTable() {
    if (!this.#table.open || this.sizing?.predictions === undefined) {
      return;
    }
    const now = live.pools.get(this.#id)?.max;
    rows(this.#body, this.sizing.predictions.map((prediction) => [
      count(prediction.max),
      percent(prediction.utilization),
      wait(prediction.waitP99Seconds),
      [
        prediction.max === now ? "now" : "",
        prediction.max === this.sizing.max ? "advised" : "",
        meets(prediction) ? "as aimed at" : "",
      ].filter(Boolean).join(", "),
    ]));
  }
}

function governorWords({ mode: inForce, configuredMode, pausedUntil, exhaustionInSeconds, trouble, rails = [] }) {
  return [
    exhaustionInSeconds === undefined ? "" : `If it goes on like this, all connections are in use in ${duration(exhaustionInSeconds)}.`,
    rails.length === 0 ? "" : `Kept from another max by ${rails.map(rail).join(", and by ")}.`,
    `The governor: ${mode(inForce)}`,
    configuredMode === undefined || configuredMode === inForce
      ? ""
      : `An operator has ordered that; the configuration says: ${mode(configuredMode)}`,
    pausedUntil === undefined ? "" : `It keeps away until ${time(pausedUntil)}, as somebody has changed the pool's settings.`,
    trouble === undefined ? "" : `The size is not as it should be: ${trouble}`,
  ].filter(Boolean);
}

function evidence({ demand, max, floor, ceiling }) {
  return [
    ...(demand === undefined ? [] : [
      ["Requests", rate(demand.arrivalRate)],
      ["Held for, mean", duration(demand.holdSeconds)],
      ["In use if nobody waited, mean", Number(demand.load.toPrecision(3)).toString()],
    ]),
    ...(max === undefined ? [] : [["Advised max", count(max)], ["Sought from, to", `${count(floor)} to ${count(ceiling)}`]]),
  ];
}

customElements.define("pool-advice", PoolAdvice);
