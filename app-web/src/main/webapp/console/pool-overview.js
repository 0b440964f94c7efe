import { element, head, write } from "./element.js";
import { count, NOT_REPORTED, percent, percentile, verdict } from "./format.js";
import { live } from "./live.js";
import "./pool-bar.js";
import "./spark-line.js";

const WORST_FIRST = ["unreachable", "saturated", "recovering", "busy", "healthy", "unknown"];
const COLUMNS = ["Pool", "How it is", "In use, idle, max", "Utilisation", "Waiting", "p99 acquisition", "Last minute"];

/** One row, written into in place. */
class Row {
  #name = element("a");
  #origin = element("small");
  #verdict = element("strong", { class: "verdict" });
  #drained = element("span", { class: "tag" });
  #reason = element("small");
  #bar = element("pool-bar");
  #sizes = element("small");
  #utilization = element("td", { "data-label": COLUMNS[3] });
  #waiting = element("td", { "data-label": COLUMNS[4] });
  #p99 = element("td", { "data-label": COLUMNS[5] });
  #spark = element("spark-line");

  constructor(id) {
    this.#name.href = `#/pools/${encodeURIComponent(id)}`;
    this.node = element(
      "tr",
      {},
      element("th", { scope: "row" }, this.#name, this.#origin),
      element("td", { class: "how" }, this.#verdict, " ", this.#drained, this.#reason),
      element("td", { class: "sizes" }, this.#bar, this.#sizes),
      this.#utilization,
      this.#waiting,
      this.#p99,
      element("td", { class: "spark" }, this.#spark),
    );
  }

  show(pool) {
    write(this.#name, pool.name);
    write(this.#origin, pool.application ? `of ${pool.application}` : pool.source === "built_in" ? "the server's own" : "");
    this.#verdict.dataset.verdict = pool.verdict;
    write(this.#verdict, verdict(pool.verdict));
    write(this.#drained, pool.drained ? "Drained" : pool.operation ? "Operation runs" : "");
    write(this.#reason, pool.reason);
    this.#bar.show(pool);
    write(this.#sizes, pool.inUse === undefined
      ? NOT_REPORTED
      : `${count(pool.inUse)} in use, ${count(pool.idle)} idle, ${pool.max === undefined ? "no max" : `max ${count(pool.max)}`}`);
    write(this.#utilization, percent(pool.utilization));
    write(this.#waiting, count(pool.waiting));
    write(this.#p99, percentile(pool.acquisition, "p99"));
  }

  sample(series) {
    this.#spark.show(series);
  }
}

/** Every pool, the worst first. */
class PoolOverview extends HTMLElement {
  #rows = new Map();
  #body = element("tbody");
  #empty = element("p", { class: "empty" });
  #server = element("p");
  #table = element(
    "table",
    { class: "overview" },
    head(...COLUMNS),
    this.#body,
  );
  #ending = new AbortController();

  connectedCallback() {
    document.title = "Lifeguard: pools";
    this.append(element("h1", {}, "Pools"), this.#server, this.#empty, this.#table);
    const options = { signal: this.#ending.signal };
    live.addEventListener("pools", () => this.#show(), options);
    live.addEventListener("sample", () => this.#sample(), options);
    this.#show();
    this.#sample();
  }

  disconnectedCallback() {
    this.#ending.abort();
  }

  #show() {
    const pools = [...live.pools.values()].sort(worstFirst);
    write(this.#server, live.server === undefined ? "" : `${pools.length} on ${live.server}, the worst first`);
    this.#table.hidden = pools.length === 0;
    this.#empty.hidden = pools.length > 0;
    write(this.#empty, live.server === undefined
      ? "Nothing has been heard from the server yet."
      : "This server has no JDBC pool yet. Every one that it gets appears here within 5 seconds; nothing has to be set up.");
    for (const id of this.#rows.keys()) {
      if (!live.pools.has(id)) {
        this.#rows.get(id).node.remove();
        this.#rows.delete(id);
      }
    }
    pools.forEach((pool, place) => {
      let row = this.#rows.get(pool.id);
      if (row === undefined) {
        row = new Row(pool.id);
        this.#rows.set(pool.id, row);
      }
      // Moved only if it has to be: a row that is moved loses the focus.
      if (this.#body.children[place] !== row.node) {
        this.#body.insertBefore(row.node, this.#body.children[place] ?? null);
      }
      row.show(pool);
    });
  }

  #sample() {
    for (const [id, row] of this.#rows) {
      const series = live.series.get(id);
      if (series !== undefined) {
        row.sample(series);
      }
    }
  }
}

/** In steps of ten percent: rows are not to change places all the time. What is unknown is bad only where it could not be read. */
function worstFirst(one, other) {
  const rank = (pool) => WORST_FIRST.indexOf(pool.verdict === "unknown" && pool.trouble !== undefined ? "recovering" : pool.verdict);
  const load = (pool) => Math.round((pool.utilization ?? 0) * 10);
  return rank(one) - rank(other)
    || load(other) - load(one)
    || one.name.localeCompare(other.name);
}

customElements.define("pool-overview", PoolOverview);
