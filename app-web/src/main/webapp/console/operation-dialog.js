import { order, read } from "./api.js";
import { element, write } from "./element.js";
import { duration, operation, seconds, state, terms, time } from "./format.js";
import { live } from "./live.js";

/** Until a change of the fields is asked about: what changes something, dry runs too, is limited in number. */
const PAUSE_MILLIS = 400;

/** In which an operation is looked at beforehand, ordered and followed to its end. */
export class OperationDialog {
  pool;
  inputs = element("div", { class: "fields" });
  effect = element("p", { class: "effect", role: "status" });
  /** What has to be confirmed beyond the reason. */
  confirmation = element("div");
  #word;
  #asked = 0;
  #pause;
  #ending = new AbortController();
  #reason = element("textarea", { name: "reason", required: true, maxlength: 500, rows: 2 });
  #problem = element("p", { class: "problem", role: "alert" });
  #apply = element("button", { type: "submit", class: "primary", disabled: true });
  #close = element("button", { type: "button", click: () => this.node.close() }, "Cancel");
  #order = element("div");
  #result = element("div", { class: "result", role: "status" });

  /**
   * @param does what it does, a sentence
   * @param apply what stands on the button
   * @param title what stands above it all
   */
  constructor(word, pool, does, { apply = operation(word), title = `${operation(word)} ${pool.name}` } = {}) {
    this.#word = word;
    this.pool = pool;
    write(this.#apply, apply);
    this.#order.append(
      this.inputs,
      element("h3", {}, "What it would do"),
      this.effect,
      this.confirmation,
      element("label", {}, "Reason, kept in the audit", this.#reason),
    );
    this.node = element(
      "dialog",
      { "aria-labelledby": "operation-title", close: () => this.#end() },
      element(
        "form",
        { submit: (event) => this.#submit(event) },
        element("h2", { id: "operation-title" }, title),
        element("p", { class: "does" }, does),
        this.#order,
        this.#problem,
        this.#result,
        element("div", { class: "buttons" }, this.#apply, this.#close),
      ),
    );
    this.inputs.addEventListener("input", () => {
      write(this.#problem, "");
      this.changed();
      this.#look();
    });
  }

  /** Puts the fields in. */
  async prepare() {}

  /** Some field was changed. */
  changed() {}

  /** What the fields ask for; undefined if that is nothing. */
  body() {
    return {};
  }

  /** What it would do, a sentence. */
  async lookAt(body) {
    return (await this.send({ ...body, dryRun: true })).effect;
  }

  send(body) {
    return order(this.pool.id, this.#word, body);
  }

  /** What was answered to the order. */
  done(record) {
    this.#follow(record);
  }

  /** Somebody else was first: what is in force by now is to be shown. */
  async refresh() {}

  async open() {
    document.body.append(this.node);
    this.node.showModal();
    try {
      await this.prepare();
    } catch (problem) {
      write(this.#problem, problem.message);
      return;
    }
    await this.#dryRun();
  }

  #end() {
    this.#ending.abort();
    clearTimeout(this.#pause);
    this.node.remove();
  }

  #look() {
    this.#apply.disabled = true;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#dryRun(), PAUSE_MILLIS);
  }

  async #dryRun() {
    const asked = ++this.#asked;
    const body = this.body();
    if (body === undefined) {
      write(this.effect, "Nothing yet: it is as it is in force now.");
      return;
    }
    try {
      const effect = await this.lookAt(body);
      if (asked === this.#asked) {
        write(this.effect, effect);
        this.#apply.disabled = false;
      }
    } catch (problem) {
      if (asked === this.#asked) {
        write(this.effect, "Nothing: it would be refused.");
        await this.#fail(problem);
      }
    }
  }

  /** In the problem's own words. */
  async #fail(problem) {
    if (problem.type === "stale") {
      await this.refresh().catch(() => this.node.close());
    }
    write(this.#problem, problem.message);
  }

  async #submit(event) {
    event.preventDefault();
    this.#apply.disabled = true;
    write(this.#problem, "");
    try {
      const answer = await this.send({ ...this.body(), reason: this.#reason.value.trim() });
      this.#order.hidden = true;
      this.#apply.hidden = true;
      write(this.#close, "Close");
      this.done(answer);
      this.#close.focus();
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
  }

  #showRecord(record) {
    this.showResult(record.state, state(record.state), record.outcome, [
      ["Before", terms(record.before)],
      ["Read back", terms(record.after)],
      ["Goes back at", record.revertAt === undefined ? "" : time(record.revertAt)],
    ]);
  }

  /** What came of it, and its particulars. */
  showResult(kind, title, words, entries = []) {
    this.#result.dataset.state = kind;
    this.#result.replaceChildren(
      element("p", {}, element("strong", {}, title), `: ${words}`),
      element("dl", {}, ...entries.filter(([, value]) => value !== "")
        .flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)])),
    );
  }
}

/** A field of a dialog, with its words. */
export const field = (words, input) => element("label", {}, words, input);

/** A choice; the options are values and what they are in words. */
export const choice = (name, options, chosen) => element(
  "select",
  { name },
  ...Object.entries(options).map(([value, words]) => element("option", { value, selected: value === chosen }, words)),
);

export const number = (name, value, min, max, step = 1) => element("input", { type: "number", name, min, max, value, step });

/** One that takes a time at most, of ISO 8601. */
export class TimedDialog extends OperationDialog {
  #name;
  #time;

  constructor(word, pool, does, { name, words, standard, offered }) {
    super(word, pool, does);
    this.#name = name;
    this.#time = choice(name, Object.fromEntries(offered.map((value) => [value, duration(seconds(value))])), standard);
    this.inputs.append(field(words, this.#time));
  }

  body() {
    return { [this.#name]: this.#time.value };
  }
}

/** Closes connections in use too, which has to be confirmed with their number. */
export class FlushDialog extends OperationDialog {
  #cut = 0;
  #confirm = element("input", { type: "checkbox", required: true });
  #words = element("span");
  #label = element("label", { class: "check", hidden: true }, this.#confirm, this.#words);

  constructor(...of) {
    super(...of);
    this.confirmation.append(this.#label);
  }

  async lookAt(body) {
    const { cut = 0, effect } = await this.send({ ...body, dryRun: true });
    this.#cut = cut;
    this.#label.hidden = cut === 0;
    this.#confirm.disabled = cut === 0;
    write(this.#words, `Cut ${cut} in use`);
    return effect;
  }

  send(body) {
    return super.send(body.dryRun ? body : { ...body, confirmCut: this.#cut });
  }
}
