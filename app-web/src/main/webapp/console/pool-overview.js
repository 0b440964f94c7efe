import { element, put, write } from "./element.js";
import { count, NOT_REPORTED, percent, percentile, verdict } from "./format.js";
import { live } from "./live.js";
import { OBJECTIVE } from "./objective.js";
import "./pool-bar.js";
import "./spark-line.js";

const BAD = ["unreachable", "saturated"];
const WORST_FIRST = ["unreachable", "saturated", "recovering", "busy", "healthy", "unknown"];
/** Of each frame, for the rows that nobody sees. */
const UNSEEN_MILLIS = 3;
const COLUMNS = ["Pool", "How it is", "In use, idle, max", "Utilisation", "Waiting", "p99 acquisition", "Last minute"];

/** One row, written into in place. */
class Row {
  #id;
  #name = element("a");
  #origin = element("small");
  #verdict = element("strong", { class: "verdict" });
  #drained = element("span", { class: "tag" });
  #reason = element("small");
  #bar = element("pool-bar");
  #sizes = element("small");
  #utilization = element("td", { role: "cell", "data-label": COLUMNS[3] });
  #waiting = element("td", { role: "cell", "data-label": COLUMNS[4] });
  #p99 = element("td", { role: "cell", "data-label": COLUMNS[5] });
  #spark = element("spark-line");
  #shown;
  #drawn;
  /** Whether it is in sight, or almost. */
  seen = false;

  constructor(id) {
    this.#id = id;
    this.#name.href = `#/pools/${encodeURIComponent(id)}`;
    this.node = element(
      "tr",
      { role: "row", "data-pool": id },
      element("th", { role: "rowheader", scope: "row" }, this.#name, this.#origin),
      element("td", { role: "cell", class: "how" }, this.#verdict, " ", this.#drained, this.#reason),
      element("td", { role: "cell", class: "sizes" }, this.#bar, this.#sizes),
      this.#utilization,
      this.#waiting,
      this.#p99,
      element("td", { role: "cell", class: "spark" }, this.#spark),
    );
  }

  /** Writes what was told last. */
  show() {
    const pool = live.pools.get(this.#id);
    // The same object as long as nothing new was told of it.
    if (pool === undefined || pool === this.#shown) {
      return;
    }
    this.#shown = pool;
    write(this.#name, pool.name);
    write(this.#origin, origin(pool));
    this.node.dataset.verdict = this.#verdict.dataset.verdict = pool.verdict;
    write(this.#verdict, verdict(pool.verdict));
    write(this.#drained, pool.drained ? "Drained" : pool.operation ? "Operation runs" : "");
    write(this.#reason, pool.reason);
    write(this.#sizes, pool.inUse === undefined
      ? NOT_REPORTED
      : `${count(pool.inUse)} in use, ${count(pool.idle)} idle, ${pool.max === undefined ? "no max" : `max ${count(pool.max)}`}`);
    write(this.#utilization, percent(pool.utilization));
    write(this.#waiting, count(pool.waiting));
    write(this.#p99, percentile(pool.acquisition, "p99"));
    this.#p99.toggleAttribute("data-late", pool.acquisition?.p99 > OBJECTIVE.acquisitionSeconds);
    this.#bar.show(pool, false);
    this.draw();
  }

  /** What is drawn, once, and then only where it is seen: of 200 pools that is a tenth. */
  draw() {
    if (this.#shown === undefined || (!this.seen && this.#drawn !== undefined)) {
      return;
    }
    if (this.#shown !== this.#drawn) {
      this.#drawn = this.#shown;
      this.#bar.draw();
    }
    const series = live.series.get(this.#id);
    if (series !== undefined) {
      this.#spark.show(series);
    }
  }
}

/** Every pool, the worst first. */
class PoolOverview extends HTMLElement {
  #rows = new Map();
  #body = element("tbody", { role: "rowgroup" });
  #empty = element("p", { class: "empty" });
  #server = element("p", { class: "note" });
  #verdicts = element("ul", { class: "summary", "aria-label": "How many pools are how" });
  // With roles, as it is laid out in another way than tables are, and would be none for a screen reader.
  #table = element(
    "table",
    { class: "overview", role: "table" },
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...COLUMNS.map((title) =>
      element("th", { role: "columnheader", scope: "col" }, title)))),
    this.#body,
  );
  #unseen = new Set();
  #frame;
  #sight = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
    const row = this.#rows.get(target.dataset.pool);
    if (row !== undefined) {
      row.seen = isIntersecting;
      row.show();
      row.draw();
    }
  }), { rootMargin: "50%" });
  #ending = new AbortController();

  connectedCallback() {
    this.append(
      element("div", { class: "title" }, element("h1", {}, "Pools"), this.#verdicts),
      this.#server,
      this.#empty,
      this.#table,
    );
    const options = { signal: this.#ending.signal };
    live.addEventListener("pools", () => this.#show(), options);
    live.addEventListener("sample", () => this.#sample(), options);
    live.addEventListener("state", () => this.#show(), options);
    this.#show();
  }

  disconnectedCallback() {
    this.#ending.abort();
    this.#sight.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  #show() {
    const pools = [...live.pools.values()].sort(worstFirst);
    write(this.#server, pools.length === 0 ? "" : `${count(pools.length)} on ${live.server}, the worst first.`
      + " Utilisation and p99 acquisition are those of the last minute.");
    // For who has the page in another tab.
    const bad = pools.filter(({ verdict: word }) => BAD.includes(word)).length;
    const title = bad === 0 ? "Lifeguard: pools" : `Lifeguard: ${count(bad)} of ${count(pools.length)} pools in trouble`;
    if (document.title !== title) {
      document.title = title;
    }
    put(this.#verdicts, summary(pools), ([word, number]) =>
      element("li", { class: "verdict", "data-verdict": word }, `${count(number)} ${verdict(word)}`));
    this.#table.hidden = pools.length === 0;
    // Why nothing is heard stands above.
    this.#empty.hidden = pools.length > 0 || (live.server === undefined && live.state !== "connecting");
    write(this.#empty, live.server === undefined
      ? "Connecting to the server …"
      : "This server has no JDBC pool yet. Every one that it gets appears here within 5 seconds; nothing has to be set up.");
    for (const id of this.#rows.keys()) {
      if (!live.pools.has(id)) {
        this.#unseen.delete(this.#rows.get(id));
        this.#sight.unobserve(this.#rows.get(id).node);
        this.#rows.get(id).node.remove();
        this.#rows.delete(id);
      }
    }
    pools.forEach((pool, place) => {
      let row = this.#rows.get(pool.id);
      if (row === undefined) {
        row = new Row(pool.id);
        this.#rows.set(pool.id, row);
        this.#sight.observe(row.node);
      }
      // Moved only if it has to be: a row that is moved loses the focus.
      if (this.#body.children[place] !== row.node) {
        this.#body.insertBefore(row.node, this.#body.children[place] ?? null);
      }
      if (row.seen) {
        row.show();
      } else {
        this.#unseen.add(row);
      }
    });
    this.#showUnseen();
  }

  /** A few in each frame: the page scrolls smoothly while all of them are written. */
  #showUnseen() {
    cancelAnimationFrame(this.#frame);
    const end = performance.now() + UNSEEN_MILLIS;
    for (const row of this.#unseen) {
      if (performance.now() > end) {
        this.#frame = requestAnimationFrame(() => this.#showUnseen());
        return;
      }
      this.#unseen.delete(row);
      row.show();
    }
  }

  #sample() {
    this.#rows.forEach((row) => row.draw());
  }
}

/** Where a pool comes from that is not the server's configuration. */
function origin({ application, source }) {
  if (source === "abandoned") {
    return `of ${application}, which is gone`;
  }
  return application ? `of ${application}` : source === "built_in" ? "the server's own" : "";
}

/** How many pools have which verdict, the worst first. */
const summary = (pools) => WORST_FIRST
  .map((word) => [word, pools.filter((pool) => pool.verdict === word).length])
  .filter(([, number]) => number > 0);

/** In steps of ten percent: rows are not to change places all the time. What is unknown is bad only where it could not be read. */
function worstFirst(one, other) {
  const rank = (pool) => WORST_FIRST.indexOf(pool.verdict === "unknown" && pool.trouble !== undefined ? "recovering" : pool.verdict);
  const load = (pool) => Math.round((pool.utilization ?? 0) * 10);
  return rank(one) - rank(other)
    || load(other) - load(one)
    || one.name.localeCompare(other.name);
}

customElements.define("pool-overview", PoolOverview);
