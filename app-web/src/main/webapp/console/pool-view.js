import { read } from "./api.js";
import { element, head, list, put, rows, write } from "./element.js";
import { bounds, count, duration, NOT_REPORTED, operation, percent, percentile, time, verdict } from "./format.js";
import { live } from "./live.js";
import { OPERATIONS } from "./operations.js";
import { PoolAdvice } from "./pool-advice.js";
import "./pool-bar.js";
import { PoolCharts } from "./pool-charts.js";
import { PoolDrill } from "./pool-drill.js";
import { PoolLint } from "./pool-lint.js";

const REFRESH_MILLIS = 5_000;
const FIGURES = {
  "In use": (pool) => count(pool.inUse),
  Idle: (pool) => count(pool.idle),
  Waiting: (pool) => count(pool.waiting),
  Utilisation: (pool) => percent(pool.utilization),
  "Acquisition p50": (pool) => percentile(pool.acquisition, "p50"),
  "Acquisition p99": (pool) => percentile(pool.acquisition, "p99"),
  "Hold p50": (pool) => percentile(pool.hold, "p50"),
  "Hold p99": (pool) => percentile(pool.hold, "p99"),
  Exhaustions: (pool) => count(pool.exhaustions),
  "Suspected leaks": (pool) => count(pool.suspectedLeaks),
};
const noLimit = (settings, value, format) => (settings === undefined ? NOT_REPORTED : value === undefined ? "no limit" : format(value));
const SETTINGS = {
  Min: (pool) => [count(pool.inForce?.min), count(pool.origin?.min)],
  Max: (pool) => [noLimit(pool.inForce, pool.inForce?.max, count), count(pool.origin?.max)],
  "Wait timeout": (pool) => [
    noLimit(pool.inForce, pool.inForce?.waitTimeoutSeconds, duration),
    duration(pool.settings?.waitTimeoutSeconds),
  ],
  "Idle timeout": (pool) => [
    noLimit(pool.inForce, pool.inForce?.idleTimeoutSeconds, duration),
    duration(pool.settings?.idleTimeoutSeconds),
  ],
};
const ORDERS = Object.keys(OPERATIONS);
/** What somebody who looks at the pool has to know of such a verdict. */
const NOTICES = {
  unreachable: "The database behind this pool does not answer. Requests for a connection fail or wait until it is back; it is asked"
    + " again and again, and this page says when it answers. Another size of the pool would not help.",
  recovering: "The database answers again, and the pool is getting back to work.",
  saturated: "Every connection is in use, and requests wait for one; the database itself answers. Either connections are held for too"
    + " long: Who has a connection, below, tells by whom. Or more are needed: Advice tells how many.",
};
const DRAINED = "This pool is out of service for maintenance: the server says that it is not ready, until the pool is resumed. Who still"
  + " asks for a connection gets one.";

/** One pool: how it is, what it did, how it is set, who has its connections; and for operators, what can be done to it. */
export class PoolView extends HTMLElement {
  #id;
  /** Unknown until something was answered. */
  #operator;
  #advice;
  #drill;
  #parts = {};
  #buttons = {};
  #ending = new AbortController();

  constructor(id) {
    super();
    this.#id = id;
  }

  connectedCallback() {
    const make = (key, name, properties) => (this.#parts[key] = element(name, properties));
    const listing = (key, entries, cells) => element("tbody", {}, ...entries.map((entry) => element(
      "tr",
      {},
      element("th", { scope: "row" }, entry),
      ...Array.from({ length: cells }, (none, cell) => make(`${key}.${entry}.${cell}`, "td")),
    )));
    const section = (title, ...content) => element("section", { class: "card", "aria-label": title }, element("h2", {}, title), ...content);
    this.#advice = new PoolAdvice(this.#id);
    this.#drill = new PoolDrill(this.#id);
    this.#drill.className = "card";
    const lint = new PoolLint(this.#id);
    lint.className = "card";
    this.append(
      element("p", { class: "way" }, element("a", { href: "#/" }, "All pools")),
      element(
        "div",
        { class: "title" },
        make("name", "h1"),
        make("verdict", "strong", { class: "verdict" }),
        make("drained", "span", { class: "tag" }),
      ),
      make("reason", "p"),
      make("notice", "p", { class: "notice", role: "status" }),
      make("trouble", "ul", { class: "note" }),
      make("orders", "div", { class: "orders", role: "group", "aria-label": "Operations" }),
      make("lacks", "ul", { class: "note" }),
      element(
        "section",
        { class: "card", "aria-label": "Now" },
        make("bar", "pool-bar"),
        element("p", { class: "note key" }, ...[["in-use", "in use"], ["idle", "idle"], ["band", "aimed at, 60 to 80 %"]]
          .map(([key, words]) => element("span", { class: `key-${key}` }, words))),
        element(
          "dl",
          { class: "figures" },
          ...Object.keys(FIGURES).map((title) => element("div", {}, element("dt", {}, title), make(title, "dd"))),
        ),
      ),
      section("Advice", this.#advice),
      this.#drill,
      section("What it did", new PoolCharts(this.#id)),
      section(
        "Who has a connection",
        make("holding", "p"),
        element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Holders" }, make("holders", "table")),
      ),
      section("Database sessions", make("sessions", "p"), make("states", "ul", { class: "states" })),
      lint,
      section("Settings", element(
        "div",
        { class: "beside" },
        element(
          "div",
          {},
          element("table", {}, head("Setting", "In force", "Configured"), listing("setting", Object.keys(SETTINGS), 2)),
          make("bounds", "p", { class: "note" }),
          make("revert", "p"),
        ),
        element("div", {}, element("h3", {}, "In the server's own words"), make("terms", "dl", { class: "terms" })),
      )),
    );
    for (const word of ORDERS) {
      this.#buttons[word] = element("button", { type: "button", click: () => this.#open(word) }, `${operation(word)} …`);
    }
    this.#parts.holders.append(head("Held for", "Thread", "Application", "Session", "Suspicion"), make("holderRows", "tbody"));
    live.addEventListener("pools", () => this.#show(), { signal: this.#ending.signal });
    const refresh = setInterval(() => this.#diagnose(), REFRESH_MILLIS);
    this.#ending.signal.addEventListener("abort", () => clearInterval(refresh));
    this.#show();
    this.#diagnose();
  }

  disconnectedCallback() {
    this.#ending.abort();
  }

  #open(word) {
    OPERATIONS[word](live.pools.get(this.#id), { advice: this.#advice, drill: this.#drill }).open();
  }

  #show() {
    const pool = live.pools.get(this.#id);
    const parts = this.#parts;
    if (pool === undefined) {
      write(parts.name, this.#id);
      write(parts.reason, live.server === undefined ? "Nothing has been heard from the server yet." : "This server has no such pool now.");
      this.dataset.absent = "";
      return;
    }
    delete this.dataset.absent;
    document.title = `Lifeguard: ${pool.name}`;
    write(parts.name, pool.name);
    parts.verdict.dataset.verdict = pool.verdict;
    write(parts.verdict, verdict(pool.verdict));
    write(parts.drained, pool.drained ? "Drained" : pool.operation ? "Operation runs" : "");
    write(parts.reason, pool.reason);
    write(parts.notice, NOTICES[pool.verdict] ?? (pool.drained ? DRAINED : ""));
    parts.notice.dataset.verdict = pool.verdict;
    list(parts.trouble, [...(pool.trouble ? [pool.trouble] : []), ...pool.notAsAsked]);
    parts.bar.show(pool);
    for (const [title, figure] of Object.entries(FIGURES)) {
      write(parts[title], figure(pool));
    }
    for (const [title, values] of Object.entries(SETTINGS)) {
      values(pool).forEach((value, cell) => write(parts[`setting.${title}.${cell}`], value));
    }
    write(parts.bounds, pool.floor === undefined ? "Its bounds are not known yet." : `Max may be ${bounds(pool)}.`);
    write(parts.revert, pool.revertAt === undefined ? "" : `Goes back by itself at ${time(pool.revertAt)}.`);
    put(parts.terms, Object.entries(pool.settings?.serverTerms ?? {}), ([name, value]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, value === "" ? "empty" : value)));
    this.#showOrders(pool);
  }

  #showOrders(pool) {
    const { orders, lacks } = this.#parts;
    orders.hidden = this.#operator !== true || pool.lacks === undefined;
    lacks.hidden = orders.hidden;
    if (orders.hidden) {
      orders.replaceChildren();
      return;
    }
    const offered = ORDERS.filter((word) => word !== (pool.drained ? "drain" : "resume"));
    if (offered.some((word, place) => orders.children[place] !== this.#buttons[word])) {
      orders.replaceChildren(...offered.map((word) => this.#buttons[word]));
    }
    offered.forEach((word) => {
      this.#buttons[word].disabled = pool.lacks[word] !== undefined;
    });
    list(lacks, Object.entries(pool.lacks).map(([word, why]) => `${operation(word)} is not to be had here: ${why}`));
  }

  async #diagnose() {
    if (live.state !== "live" && live.state !== "connecting") {
      return;
    }
    const ask = (what, show, words) => read(`pools/${this.#id}/${what}`).then(show, (problem) => write(words, problem.message));
    await Promise.all([
      ask("holders", (told) => this.#showHolders(told), this.#parts.holding),
      ask("sessions", (told) => this.#showSessions(told), this.#parts.sessions),
    ]);
  }

  #showHolders({ restricted, holders, count: all, timingReason }) {
    this.#operator = !restricted;
    this.#drill.operator = this.#operator;
    this.#show();
    write(this.#parts.holding, holders === undefined
      ? `Not seen: ${timingReason ?? "the timing of this pool is not exact"}.`
      : all === 0 ? "Nobody now." : `${count(all)} now, the longest held first.`);
    this.#parts.holders.hidden = (holders ?? []).length === 0;
    rows(this.#parts.holderRows, (holders ?? []).map((holder) => [
      duration(holder.heldSeconds),
      `${holder.thread} (${holder.threadState?.replaceAll("_", " ") ?? NOT_REPORTED})`,
      holder.own ? "Lifeguard itself" : holder.application ?? NOT_REPORTED,
      [holder.session?.state, holder.session?.statement].filter(Boolean).join(": ") || NOT_REPORTED,
      holder.suspectedLeak ?? (holder.lost ? "the server has lost it" : "none"),
    ]));
  }

  #showSessions({ reason, ageSeconds, states, sessionsInAll }) {
    write(this.#parts.sessions, states === undefined
      ? `Not known: ${reason ?? "nothing was read yet"}.`
      : `${count(sessionsInAll)} of this pool or in its way, as of ${duration(ageSeconds)} ago.`);
    const present = Object.entries(states ?? {}).filter(([, number]) => number > 0);
    put(this.#parts.states, present, ([state, number]) => element("li", {}, element("strong", {}, count(number)), ` ${state}`));
  }
}

customElements.define("pool-view", PoolView);
