import { order, read, request } from "./api.js";
import { element, write } from "./element.js";
import { bounds, duration, operation, percent, terms, time } from "./format.js";
import { live } from "./live.js";

const DOES = {
  settings: "Puts other sizes and timeouts in force while the pool runs.",
  recycle: "Replaces every connection; none that is in use is cut.",
  flush: "Closes every connection at once, those in use too, under their borrowers.",
  ping: "Borrows one connection and has it validated.",
  warm: "Opens connections up to min, and has min kept from then on.",
  drain: "Takes the pool out of service: the server is not ready from then on. Waits for zero in use, then closes what is idle.",
  resume: "Puts the drained pool back into service.",
};
const TIMES = { timeout: ["PT10S", "PT1M", "PT5M", "PT15M", "PT1H"], deadline: ["PT1S", "PT5S", "PT30S"] };
const STANDARD = { timeout: "PT1M", deadline: "PT5S" };
const TIME_OF = { recycle: "timeout", drain: "timeout", ping: "deadline" };
const REVERTS = { "": "never", PT10M: "10 minutes", PT30M: "30 minutes", PT1H: "1 hour", PT8H: "8 hours", P1D: "1 day" };
const STATES = { done: "Done", partly: "Partly done", failed: "Failed", refused: "Refused", running: "Under way" };
/** Until a change of the fields is asked about: what changes something, dry runs too, is limited in number. */
const PAUSE_MILLIS = 400;

/** Opens the dialog in which an operation is looked at beforehand, ordered and followed to its end. */
export function openOperation(word, pool) {
  const dialog = new OperationDialog(word, pool);
  document.body.append(dialog.node);
  dialog.open();
}

class OperationDialog {
  #word;
  #pool;
  #version;
  #inForce = {};
  #predictions = [];
  #prediction = element("small");
  #fields = {};
  #asked = 0;
  #pause;
  #cut = 0;
  #ending = new AbortController();
  #inputs = element("div", { class: "fields" });
  #confirm = element("input", { type: "checkbox", required: true });
  #confirmWords = element("span");
  #confirmation = element("label", { class: "check", hidden: true }, this.#confirm, this.#confirmWords);
  #reason = element("textarea", { name: "reason", required: true, maxlength: 500, rows: 2 });
  #effect = element("p", { class: "effect", role: "status" });
  #problem = element("p", { class: "problem", role: "alert" });
  #apply = element("button", { type: "submit", class: "primary", disabled: true });
  #close = element("button", { type: "button", click: () => this.node.close() }, "Cancel");
  #order = element("div", {});
  #result = element("div", { class: "result", role: "status" });

  constructor(word, pool) {
    this.#word = word;
    this.#pool = pool;
    write(this.#apply, operation(word));
    this.#order.append(
      this.#inputs,
      element("h3", {}, "What it would do"),
      this.#effect,
      this.#confirmation,
      element("label", {}, "Reason, kept in the audit", this.#reason),
    );
    this.node = element(
      "dialog",
      { "aria-labelledby": "operation-title", close: () => this.#end() },
      element(
        "form",
        { submit: (event) => this.#submit(event) },
        element("h2", { id: "operation-title" }, `${operation(word)} ${pool.name}`),
        element("p", {}, DOES[word]),
        this.#order,
        this.#problem,
        this.#result,
        element("div", { class: "buttons" }, this.#apply, this.#close),
      ),
    );
    this.#inputs.addEventListener("input", () => {
      write(this.#problem, "");
      this.#predict();
      this.#look();
    });
  }

  async open() {
    this.node.showModal();
    if (TIME_OF[this.#word]) {
      this.#makeTime(TIME_OF[this.#word]);
    }
    if (this.#word === "settings") {
      try {
        await this.#readSettings();
      } catch (problem) {
        write(this.#problem, problem.message);
        return;
      }
    }
    await this.#dryRun();
  }

  #end() {
    this.#ending.abort();
    clearTimeout(this.#pause);
    this.node.remove();
  }

  #makeTime(name) {
    const select = element("select", { name }, ...TIMES[name].map((value) => element(
      "option",
      { value, selected: value === STANDARD[name] },
      duration(seconds(value)),
    )));
    this.#fields[name] = select;
    this.#inputs.append(element("label", {}, name === "timeout" ? "Waits at most" : "Has failed after", select));
  }

  async #readSettings() {
    const response = await request(`pools/${this.#pool.id}/settings`);
    this.#version = response.headers.get("ETag");
    const settings = await response.json();
    this.#predictions = (await read(`pools/${this.#pool.id}/sizing`)).predictions ?? [];
    this.#inForce = settings.inForce ?? {};
    this.#inputs.replaceChildren();
    const { min, max, waitTimeoutSeconds, idleTimeoutSeconds } = this.#inForce;
    const number = (name, words, value, low, high) => {
      const input = element("input", { type: "number", name, min: low, max: high, value });
      this.#fields[name] = input;
      return element("label", {}, words, input);
    };
    // As the server would say it if the field let more in: it is the server that knows what is bounded, and says why.
    const maxField = number("max", "Max", max, 1, 10_000);
    const slider = element("input", {
      type: "range",
      "aria-label": "Max, between floor and ceiling",
      min: settings.floor,
      max: settings.ceiling ?? Math.max(100, 2 * (max ?? 0)),
      value: max,
      input: () => {
        this.#fields.max.value = slider.value;
      },
    });
    this.#fields.max.addEventListener("input", () => {
      slider.value = this.#fields.max.value;
    });
    this.#fields.revertAfter = element(
      "select",
      { name: "revertAfter" },
      ...Object.entries(REVERTS).map(([value, words]) => element("option", { value }, words)),
    );
    this.#fields.persist = element("input", { type: "checkbox", name: "persist" });
    this.#inputs.append(
      maxField,
      element("div", { class: "slider" }, slider, this.#prediction, element("small", {}, bounds(settings))),
      number("min", "Min", min, 0, 10_000),
      number("waitTimeoutSeconds", "Wait timeout, seconds", waitTimeoutSeconds, 1, 3_600),
      number("idleTimeoutSeconds", "Idle timeout, seconds", idleTimeoutSeconds, 1, 86_400),
      element("label", {}, "Goes back by itself after", this.#fields.revertAfter),
      element("label", { class: "check" }, this.#fields.persist, "Write it to the server's configuration too, to outlive a restart"),
    );
    this.#predict();
    this.#fields.max.focus();
  }

  /** What another max would do to the present demand, where that is known. */
  #predict() {
    const max = Number(this.#fields.max?.value);
    const at = this.#predictions.find((prediction) => prediction.max === max);
    const wait = at?.waitP99Seconds === undefined ? "ever more waiting" : `99 % wait no longer than ${duration(at.waitP99Seconds)}`;
    write(this.#prediction, at === undefined ? "" : `predicted: ${percent(at.utilization)} in use, ${wait}`);
  }

  /** What is to be other than it is. */
  #changes() {
    const body = {};
    for (const [name, field] of Object.entries(this.#fields)) {
      if (field.type === "number") {
        if (field.value !== "" && Number(field.value) !== this.#inForce[name]) {
          body[name] = Number(field.value);
        }
      } else if (field.type === "checkbox") {
        if (field.checked) {
          body[name] = true;
        }
      } else if (field.value !== "") {
        body[name] = field.value;
      }
    }
    return body;
  }

  #look() {
    this.#apply.disabled = true;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#dryRun(), PAUSE_MILLIS);
  }

  async #dryRun() {
    const asked = ++this.#asked;
    const changes = this.#changes();
    if (this.#word === "settings" && ["min", "max", "waitTimeoutSeconds", "idleTimeoutSeconds"].every((name) => !(name in changes))) {
      write(this.#effect, "Nothing yet: it is as it is in force now.");
      return;
    }
    try {
      const told = await order(this.#pool.id, this.#word, { ...changes, dryRun: true }, this.#version);
      if (asked === this.#asked) {
        this.#cut = told.cut ?? 0;
        write(this.#effect, told.effect);
        this.#confirmation.hidden = this.#cut === 0;
        this.#confirm.disabled = this.#cut === 0;
        write(this.#confirmWords, `Cut ${this.#cut} in use`);
        this.#apply.disabled = false;
      }
    } catch (problem) {
      if (asked === this.#asked) {
        write(this.#effect, "Nothing: it would be refused.");
        await this.#fail(problem);
      }
    }
  }

  /** In the problem's own words. If somebody else was first, what is in force by now is shown. */
  async #fail(problem) {
    if (problem.type === "stale") {
      await this.#readSettings().catch(() => this.node.close());
    }
    write(this.#problem, problem.message);
  }

  async #submit(event) {
    event.preventDefault();
    const body = { ...this.#changes(), reason: this.#reason.value.trim() };
    if (this.#word === "flush") {
      body.confirmCut = this.#cut;
    }
    this.#apply.disabled = true;
    write(this.#problem, "");
    try {
      const record = await order(this.#pool.id, this.#word, body, this.#version);
      this.#order.hidden = true;
      this.#apply.hidden = true;
      write(this.#close, "Close");
      this.#follow(record);
    } catch (problem) {
      await this.#fail(problem);
      this.#look();
    }
  }

  #follow(ordered) {
    const show = (record) => {
      if (record.id === ordered.id) {
        this.#showRecord(record);
      }
    };
    const catchUp = () => read(`operations/${ordered.id}`).then(show, (problem) => write(this.#problem, problem.message));
    const options = { signal: this.#ending.signal };
    live.addEventListener("operation", (event) => show(event.detail), options);
    // What was told while nothing was heard.
    live.addEventListener("snapshot", catchUp, options);
    const told = live.operations.get(ordered.id);
    show(told?.endedAt ? told : ordered);
    this.#close.focus();
  }

  #showRecord(record) {
    this.#result.dataset.state = record.state;
    this.#result.replaceChildren(
      element("p", {}, element("strong", {}, STATES[record.state] ?? record.state), ` ${record.outcome}`),
      element(
        "dl",
        {},
        ...[
          ["Before", terms(record.before)],
          ["Read back", terms(record.after)],
          ["Goes back at", record.revertAt === undefined ? "" : time(record.revertAt)],
        ].filter(([, value]) => value !== "").flatMap(([title, value]) => [element("dt", {}, title), element("dd", {}, value)]),
      ),
    );
  }
}

const seconds = (iso) => {
  const [, number, unit] = /^PT(\d+)([SMH])$/.exec(iso);
  return number * { S: 1, M: 60, H: 3_600 }[unit];
};
