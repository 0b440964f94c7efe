import { read } from "./api.js";
import { element, head, write } from "./element.js";
import { changes, operation, state, terms, time } from "./format.js";
import { live } from "./live.js";

const OPERATIONS = ["settings", "govern", "recycle", "flush", "ping", "warm", "drain", "resume", "drill"];
const STATES = ["running", "done", "partly", "failed", "refused"];
/** Until it is looked again whether what could not be read can be read by now. */
const RETRY_MILLIS = 5_000;
const COLUMNS = ["When", "Who", "Pool", "What", "Asked", "Changed", "Why", "Outcome"];

/** What was done to the pools, or tried, the newest first. */
class AuditView extends HTMLElement {
  #body = element("tbody");
  #note = element("p", { role: "status" });
  #missing = element("p", { class: "notice", role: "status" });
  #older = element("button", { type: "button", hidden: true, click: () => this.#load(this.#next) }, "Older ones");
  #next;
  #retry;
  #filter;
  #asked = 0;
  #ending = new AbortController();

  connectedCallback() {
    document.title = "Lifeguard: audit";
    const choice = (name, title, values) => element("label", {}, title, element(
      "select",
      { name },
      element("option", { value: "" }, "all"),
      ...values.map(([value, words]) => element("option", { value }, words)),
    ));
    const pools = [...live.pools.values()].map((pool) => [pool.id, pool.name]).sort((one, other) => one[1].localeCompare(other[1]));
    this.#filter = element(
      "form",
      { class: "filter", submit: (event) => event.preventDefault(), change: () => this.#load() },
      choice("pool", "Pool", pools),
      choice("operation", "What", OPERATIONS.map((word) => [word, operation(word)])),
      choice("state", "Outcome", STATES.map((word) => [word, state(word)])),
      element("label", {}, "Who", element("input", { name: "actor", maxlength: 200 })),
    );
    this.append(
      element("h1", {}, "Audit"),
      this.#filter,
      this.#missing,
      this.#note,
      element(
        "div",
        { class: "wide", tabindex: "0", role: "region", "aria-label": "Entries" },
        element("table", { class: "audit" }, head(...COLUMNS), this.#body),
      ),
      this.#older,
    );
    live.addEventListener("operation", ({ detail }) => this.#hear(detail), { signal: this.#ending.signal });
    this.#load();
  }

  disconnectedCallback() {
    this.#ending.abort();
    clearTimeout(this.#retry);
  }

  /** What only gets on is written into its row: the others stay, with what is selected in them. */
  #hear(record) {
    const shown = this.#body.querySelector(`[data-id="${record.id}"]`);
    if (shown !== null && record.endedAt === undefined) {
      shown.replaceWith(row(record));
    } else {
      this.#load();
    }
  }

  /** The first page by the filter, or the one that follows what is shown. */
  async #load(page) {
    const asked = ++this.#asked;
    clearTimeout(this.#retry);
    const filter = new URLSearchParams([...new FormData(this.#filter)].filter(([, value]) => value.trim() !== ""));
    try {
      const { operations, missing, next } = await read(page ?? `operations?${filter}`);
      if (asked !== this.#asked) {
        return;
      }
      const entries = operations.map(row);
      if (page === undefined) {
        this.#body.replaceChildren(...entries);
      } else {
        this.#body.append(...entries);
      }
      this.#next = next?.slice(next.indexOf("operations?"));
      this.#older.hidden = next === undefined;
      write(this.#note, this.#body.childElementCount === 0 ? "Nothing was done that fits this." : "");
      write(this.#missing, missing ?? "");
      // An older page is not asked for again: those that are shown would go.
      if (missing !== undefined && page === undefined && !this.#ending.signal.aborted) {
        this.#retry = setTimeout(() => this.#load(), RETRY_MILLIS);
      }
    } catch (problem) {
      write(this.#note, problem.message);
    }
  }
}

function row(entry) {
  return element("tr", { "data-id": entry.id, "data-state": entry.state }, ...[
    [time(entry.at)],
    [entry.actor.name],
    [entry.poolName],
    [operation(entry.operation)],
    [terms(entry.asked)],
    [changes(entry.before, entry.after)],
    [entry.reason],
    [element("strong", {}, state(entry.state)), `: ${entry.outcome}`],
  ].map((content, column) => element("td", { "data-label": COLUMNS[column] }, ...content)));
}

customElements.define("audit-view", AuditView);
