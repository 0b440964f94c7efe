import { svg } from "./element.js";

const SECONDS = 60;
const WIDTH = 120;
const HEIGHT = 28;

/** In use over the last minute, as high as max. Where nothing was heard there is no line. */
class SparkLine extends HTMLElement {
  #path = svg("path");
  #drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" }, this.#path);

  connectedCallback() {
    this.setAttribute("role", "img");
    this.setAttribute("aria-label", "in use over the last minute");
    // Again each time its row changes places.
    this.append(this.#drawing);
  }

  show(series) {
    const now = Date.now() / 1_000;
    const from = Math.max(0, series.at.length - SECONDS - 1);
    const top = Math.max(1, ...series.max.slice(from), ...series.inUse.slice(from));
    let drawing = "";
    let pen = false;
    for (let i = from; i < series.at.length; i++) {
      const age = now - series.at[i];
      const seen = series.inUse[i] !== null && age <= SECONDS;
      if (seen) {
        const x = WIDTH - (age * WIDTH) / SECONDS;
        const y = HEIGHT - 1 - (series.inUse[i] / top) * (HEIGHT - 2);
        drawing += `${pen ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
      }
      pen = seen;
    }
    this.#path.setAttribute("d", drawing);
  }
}

customElements.define("spark-line", SparkLine);
