import { element } from "./element.js";

/* global uPlot */

const HEIGHT = 220;

/**
 * Lines over time, which is drawn on to zoom in and double-clicked to zoom out. A null is a gap.
 *
 * @param title what is drawn, with its unit
 * @param lines of each: its label, its colour as the name of a custom property, and whether it is a setting, which changes at once
 * @param format of a value, in words
 * @param log whether the axis of the values is logarithmic
 */
export class Chart {
  #plot;
  #zoomed = false;
  #marks = [];
  #range = [0, 1];
  #host;
  #ending = new AbortController();

  constructor({ title, lines, format, log = false }) {
    this.#host = element("div", { class: "plot" });
    this.node = element("figure", {}, element("figcaption", {}, title), this.#host);
    const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);
    const axis = { stroke: () => colour("--muted"), grid: { stroke: () => colour("--line") }, ticks: { stroke: () => colour("--line") } };
    this.#plot = new uPlot({
      width: 300,
      height: HEIGHT,
      legend: { markers: { fill: (plot, line) => colour(lines[line - 1].colour) } },
      cursor: { drag: { x: true, y: false } },
      scales: {
        x: { time: true },
        y: log
          ? { distr: 3, range: (plot, low, high) => (low === null ? [1e-4, 1] : uPlot.rangeLog(low, high, 10, true)) }
          : { range: (plot, low, high) => [0, Math.max(1, (high ?? 0) * 1.05)] },
      },
      axes: [
        { ...axis, space: 70, values: (plot, values, number, space, step) => values.map((at) => clock(at, step)) },
        { ...axis, size: 72, values: (plot, values) => values.map((value) => (value === null ? "" : format(value))) },
      ],
      series: [
        { value: (plot, value) => (value === null ? "" : clock(value, 1)) },
        ...lines.map((line) => ({
          label: line.label,
          stroke: () => colour(line.colour),
          width: 2,
          dash: line.setting ? [6, 4] : undefined,
          paths: line.setting ? uPlot.paths.stepped({ align: 1 }) : undefined,
          points: { show: false },
          value: (plot, value) => (value === null || value === undefined ? "–" : format(value)),
        })),
      ],
      hooks: {
        setSelect: [(plot) => {
          this.#zoomed = this.#zoomed || plot.select.width > 0;
        }],
        draw: [(plot) => this.#drawMarks(plot, colour("--mark"))],
      },
    }, lines.reduce((data) => [...data, []], [[]]), this.#host);
    this.#plot.over.addEventListener("dblclick", () => {
      this.#zoomed = false;
      this.#zoom();
    });
    const width = new ResizeObserver(() => this.#plot.setSize({ width: this.#host.clientWidth, height: HEIGHT }));
    width.observe(this.#host);
    this.#ending.signal.addEventListener("abort", () => width.disconnect());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#plot.redraw(), { signal: this.#ending.signal });
  }

  /**
   * @param data seconds since 1970, and the values of each line
   * @param marks points of time, seconds since 1970
   * @param range from and to, seconds since 1970
   */
  show(data, marks, range) {
    this.#marks = marks;
    this.#range = range;
    this.#plot.setData(data, false);
    this.#zoom();
  }

  close() {
    this.#ending.abort();
    this.#plot.destroy();
  }

  #zoom() {
    if (this.#zoomed) {
      this.#plot.redraw();
    } else {
      this.#plot.setScale("x", { min: this.#range[0], max: this.#range[1] });
    }
  }

  #drawMarks({ ctx, bbox, valToPos }, colour) {
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.setLineDash([3, 3]);
    for (const at of this.#marks) {
      const x = Math.round(valToPos(at, "x", true));
      if (x >= bbox.left && x <= bbox.left + bbox.width) {
        ctx.beginPath();
        ctx.moveTo(x, bbox.top);
        ctx.lineTo(x, bbox.top + bbox.height);
        ctx.stroke();
      }
    }
    ctx.restore();
  }
}

/** A point of time on an axis with such steps, in seconds. */
function clock(at, step) {
  const date = new Date(at * 1_000);
  return step >= 86_400 ? date.toLocaleDateString("sv").slice(5) : date.toLocaleTimeString("sv").slice(0, step < 60 ? 8 : 5);
}
