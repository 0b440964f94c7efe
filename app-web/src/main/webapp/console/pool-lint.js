import { read } from "./api.js";
import { element, put, write } from "./element.js";
import { live } from "./live.js";

const REFRESH_MILLIS = 60_000;
const SEVERITIES = { danger: "Danger", warning: "Warning", hint: "Hint" };
const COPIED_MILLIS = 2_000;

/** Settings of a pool that are known to hurt, the worst first, each with what mends it. */
export class PoolLint extends HTMLElement {
  #id;
  #note = element("p");
  #findings = element("ul", { class: "findings" });
  #ending = new AbortController();

  constructor(id) {
    super();
    this.#id = id;
  }

  connectedCallback() {
    this.hidden = true;
    this.append(element("h2", {}, "Settings known to hurt"), this.#note, this.#findings);
    live.addEventListener("operation", ({ detail }) => {
      if (detail.pool === this.#id && detail.endedAt !== undefined) {
        this.#load();
      }
    }, { signal: this.#ending.signal });
    const refresh = setInterval(() => this.#load(), REFRESH_MILLIS);
    this.#ending.signal.addEventListener("abort", () => clearInterval(refresh));
    this.#load();
  }

  disconnectedCallback() {
    this.#ending.abort();
  }

  async #load() {
    try {
      const { findings, trouble } = await read(`pools/${this.#id}/lint`);
      write(this.#note, trouble !== undefined ? `Not known: ${trouble}.` : findings.length === 0 ? "None." : "");
      put(this.#findings, findings, makeFinding);
      this.hidden = false;
    } catch (problem) {
      this.hidden = problem.status === 404;
      write(this.#note, problem.message);
    }
  }
}

function makeFinding({ severity, setting, value, effect, mend }) {
  return element(
    "li",
    { "data-severity": severity },
    element(
      "p",
      {},
      element("strong", { class: "severity" }, SEVERITIES[severity] ?? severity),
      " ",
      element("code", {}, value === undefined ? `${setting}, which is not set` : `${setting} = ${value}`),
    ),
    element("p", {}, effect),
    makeMend(mend, setting),
  );
}

function makeMend(mend, setting) {
  const told = element("span", { role: "status" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(mend);
      write(told, "Copied");
    } catch {
      // Not allowed without TLS: the text is selected, to be copied by hand.
      getSelection().selectAllChildren(code);
      write(told, "Selected: copy it with the keyboard");
    }
    setTimeout(() => write(told, ""), COPIED_MILLIS);
  };
  const code = element("code", {}, mend);
  return element(
    "div",
    { class: "mend" },
    element("pre", { tabindex: "0", role: "region", "aria-label": `What mends ${setting}` }, code),
    element("div", {}, element("button", { type: "button", "aria-label": `Copy what mends ${setting}`, click: copy }, "Copy"), told),
  );
}

customElements.define("pool-lint", PoolLint);
