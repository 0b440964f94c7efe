import { count, duration } from "./format.js";
import { choice, field, number, OperationDialog } from "./operation-dialog.js";

const ARRIVALS = { poisson: "by chance (Poisson)", constant: "evenly", bursty: "in bursts" };
const PROFILES = {
  steady: "the same throughout",
  step: "the peak in the middle third",
  ramp: "evenly up to the peak",
  diurnal: "a wave, the peak in the middle",
  spike: "a short peak in the middle",
};
const HOLDS = { exponential: "exponential", constant: "all the same", lognormal: "lognormal, with a long tail" };
const MODES = {
  sleep: "nothing is done",
  statement: "the database sleeps",
  jpa: "works on entities, jdbc/app only",
};

/** Puts a pool under load, to see how it bears it. */
export class DrillDialog extends OperationDialog {
  #fields = {
    baseRate: number("baseRate", 20, 0.1, 2_000, "any"),
    profile: choice("profile", PROFILES, "steady"),
    peakRate: number("peakRate", 40, 0.1, 2_000, "any"),
    arrivals: choice("arrivals", ARRIVALS, "poisson"),
    holdSeconds: number("holdSeconds", 0.02, 0.0001, 10, "any"),
    hold: choice("hold", HOLDS, "exponential"),
    mode: choice("mode", MODES, "sleep"),
    durationSeconds: number("durationSeconds", 60, 1, 3_600),
    seed: number("seed", undefined, -999_999_999, 999_999_999),
  };
  #peak = field("At its peak, a second", this.#fields.peakRate);
  #drill;

  /** @param drill where it is shown how it gets on */
  constructor(pool, drill) {
    super(
      "drill",
      pool,
      "Asks the pool for connections as often as you say, whether it answers or not. It is real load, on the real database.",
    );
    this.#drill = drill;
    const fields = this.#fields;
    this.inputs.append(
      field("Requests a second", fields.baseRate),
      field("Course", fields.profile),
      this.#peak,
      field("They come", fields.arrivals),
      field("Held for, seconds in the mean", fields.holdSeconds),
      field("Hold times", fields.hold),
      field("While a connection is held", fields.mode),
      field("Lasts, seconds", fields.durationSeconds),
      field("Seed, for the same again", fields.seed),
    );
    this.changed();
  }

  async prepare() {
    this.#fields.baseRate.focus();
  }

  changed() {
    this.#peak.hidden = this.#fields.profile.value === "steady";
  }

  body() {
    return Object.fromEntries(Object.entries(this.#fields)
      .filter(([name, { value }]) => value !== "" && !(name === "peakRate" && this.#peak.hidden))
      .map(([name, input]) => [name, input.type === "number" ? Number(input.value) : input.value]));
  }

  done() {
    const { baseRate, durationSeconds } = this.body();
    const words = `${count(baseRate)} a second for ${duration(durationSeconds)}; how it gets on is on the pool's page.`;
    this.showResult("done", "Started", words);
    this.#drill.load();
  }
}
