import { order } from "./api.js";
import { element } from "./element.js";
import { mode } from "./format.js";
import { OperationDialog } from "./operation-dialog.js";

const WORDS = ["off", "advise", "govern"];

/** Whether anybody looks at a pool's size, and whether that also changes it. */
export class ModeDialog extends OperationDialog {
  #now;
  #advice;
  #choices;

  /** @param advice where the mode in force stands, and is to stand afterwards */
  constructor(pool, advice) {
    super("govern", pool, "Says whether Lifeguard looks at this pool's size, and whether it changes max by itself.", {
      apply: "Set",
      title: `Governor of ${pool.name}`,
    });
    this.#now = advice.sizing?.mode;
    this.#advice = advice;
    this.#choices = WORDS.map((word) => element("input", { type: "radio", name: "mode", value: word, checked: word === this.#now }));
    this.inputs.append(element(
      "fieldset",
      {},
      element("legend", {}, "Mode"),
      ...this.#choices.map((input) => element("label", { class: "check" }, input, mode(input.value))),
    ));
  }

  async prepare() {
    this.#choices.find(({ checked }) => checked)?.focus();
  }

  body() {
    const chosen = this.#choices.find(({ checked }) => checked)?.value;
    return chosen === undefined || chosen === this.#now ? undefined : { mode: chosen };
  }

  send(body) {
    return order(this.pool.id, "sizing", body, { method: "PATCH" });
  }

  done(sizing) {
    this.showResult("done", "Done", mode(sizing.mode));
    this.#advice.show(sizing);
  }
}
