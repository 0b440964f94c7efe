import { order, read, request } from "./api.js";
import { element, write } from "./element.js";
import { bounds, count, percent, wait } from "./format.js";
import { meets } from "./objective.js";
import { choice, field, number, OperationDialog } from "./operation-dialog.js";

const REVERTS = { "": "never", PT10M: "10 minutes", PT30M: "30 minutes", PT1H: "1 hour", PT8H: "8 hours", P1D: "1 day" };
const SETTINGS = ["min", "max", "waitTimeoutSeconds", "idleTimeoutSeconds"];

/** Sizes and timeouts, with what another max would do to the present demand. */
export class ResizeDialog extends OperationDialog {
  #version;
  #inForce = {};
  #predictions = [];
  #unpredicted = "";
  #fields = {};
  #slider;
  #prediction;

  constructor(pool) {
    super("settings", pool, "Puts other sizes and timeouts in force while the pool runs.");
  }

  async prepare() {
    const response = await request(`pools/${this.pool.id}/settings`);
    this.#version = response.headers.get("ETag");
    const settings = await response.json();
    await this.#readPredictions();
    this.#inForce = settings.inForce ?? {};
    const { min, max, waitTimeoutSeconds, idleTimeoutSeconds } = this.#inForce;
    // As the server would say it if a field let more in: it is the server that knows what is bounded, and says why.
    this.#fields = {
      max: number("max", max, 1, 10_000),
      min: number("min", min, 0, 10_000),
      waitTimeoutSeconds: number("waitTimeoutSeconds", waitTimeoutSeconds, 1, 3_600, "any"),
      idleTimeoutSeconds: number("idleTimeoutSeconds", idleTimeoutSeconds, 1, 86_400, "any"),
      revertAfter: choice("revertAfter", REVERTS, ""),
      persist: element("input", { type: "checkbox", name: "persist" }),
    };
    this.inputs.replaceChildren(
      field("Max", this.#fields.max),
      this.#makeSlider(settings, max),
      field("Min", this.#fields.min),
      field("Wait timeout, seconds", this.#fields.waitTimeoutSeconds),
      field("Idle timeout, seconds", this.#fields.idleTimeoutSeconds),
      field("Goes back by itself after", this.#fields.revertAfter),
      element("label", { class: "check" }, this.#fields.persist, "Write it to the server's configuration too, to outlive a restart"),
    );
    this.#predict();
    this.#fields.max.focus();
  }

  /** Without them nothing is predicted, and everything else is as with them. */
  async #readPredictions() {
    try {
      const sizing = await read(`pools/${this.pool.id}/sizing`);
      this.#predictions = sizing.predictions ?? [];
      this.#unpredicted = sizing.mode === "off"
        ? "Nothing is predicted: the governor is off."
        : "Nothing is predicted: hardly anybody asks for a connection now.";
    } catch (problem) {
      this.#predictions = [];
      this.#unpredicted = `Nothing is predicted: ${problem.message}`;
    }
  }

  #makeSlider(settings, max) {
    const low = settings.floor;
    const high = settings.ceiling ?? Math.max(100, 2 * (max ?? 0));
    this.#slider = element("input", {
      type: "range",
      "aria-label": "Max, between floor and ceiling",
      "aria-describedby": "predicted",
      min: low,
      max: high,
      value: max,
      input: () => {
        this.#fields.max.value = this.#slider.value;
      },
    });
    this.#fields.max.addEventListener("input", () => {
      this.#slider.value = this.#fields.max.value;
    });
    this.#prediction = element("div", { class: "prediction", id: "predicted" });
    return element(
      "div",
      { class: "slider" },
      this.#slider,
      element("div", { class: "ends", "aria-hidden": "true" }, element("span", {}, count(low)), element("span", {}, count(high))),
      element("small", {}, `Max may be ${bounds(settings)}.`),
      this.#prediction,
    );
  }

  changed() {
    this.#predict();
  }

  /** What the max that is in force does, and what the one that is chosen would do, to the present demand. */
  #predict() {
    const chosen = Number(this.#fields.max.value);
    const lines = [...new Set([this.#inForce.max, chosen])].filter((max) => max > 0).map((max) => [max, this.#at(max)]);
    if (this.#predictions.length === 0) {
      this.#prediction.replaceChildren(element("p", {}, this.#unpredicted));
      return;
    }
    this.#prediction.replaceChildren(...lines.map(([max, predicted]) => element(
      "p",
      { class: max === chosen ? "at" : "now" },
      element("strong", {}, `${max === this.#inForce.max ? "Now" : "Predicted"}, max ${count(max)}: `),
      predicted === undefined
        ? "not predicted beyond what sizing looks at."
        : `${share(predicted.utilization)}, 99 % wait ${wait(predicted.waitP99Seconds)}${meets(predicted) ? ": as aimed at" : ""}.`,
    )));
  }

  /** Of many sizes only every so manieth is predicted: then the next smaller one speaks for it, which promises less. */
  #at(max) {
    const smaller = this.#predictions.filter((prediction) => prediction.max <= max).at(-1);
    return max <= this.#predictions.at(-1)?.max ? smaller : undefined;
  }

  /** What is to be other than it is. */
  body() {
    const body = {};
    for (const name of SETTINGS) {
      const { value } = this.#fields[name];
      if (value !== "" && Number(value) !== this.#inForce[name]) {
        body[name] = Number(value);
      }
    }
    if (Object.keys(body).length === 0) {
      return undefined;
    }
    if (this.#fields.revertAfter.value !== "") {
      body.revertAfter = this.#fields.revertAfter.value;
    }
    if (this.#fields.persist.checked) {
      body.persist = true;
    }
    return body;
  }

  send(body) {
    return order(this.pool.id, "settings", body, { method: "PATCH", version: this.#version });
  }

  refresh() {
    return this.prepare();
  }
}

const share = (utilization) => (utilization <= 1 ? `${percent(utilization)} in use` : `${percent(utilization)} of it asked for`);
