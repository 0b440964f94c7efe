import { element } from "./element.js";

/* global uPlot */

const HEIGHT = 200;
const MARK_SPACE = 4;
const MARK_LINES = 2;
const MARK_LINE_HEIGHT = 13;

/**
 * Lines over time, or over another axis; a null is a gap. What is drawn on with the mouse is told to `zoom`, a double click to `unzoom`.
 *
 * @param title what is drawn, with its unit
 * @param lines of each: its label, its colour as the name of a custom property, and whether it is a setting, which changes at once
 * @param format of a value, in words
 * @param log whether the axis of the values is logarithmic
 * @param aim from and to which the values are aimed at
 * @param limits from and to which the values are shown at least
 * @param across of an axis that is not time: its label, and the format of its values
 * @param together the name under which charts share a cursor
 */
export class Chart {
  #plot;
  #marks = [];
  #spans = [];
  #host = element("div", { class: "plot" });
  #ending = new AbortController();

  constructor({ title, lines, format, log = false, aim, limits, across, together, zoom, unzoom }) {
    this.node = element("figure", {}, element("figcaption", {}, title), this.#host);
    const axis = { stroke: () => colour("--muted"), grid: { stroke: () => colour("--line"), width: 1 }, ticks: { show: false } };
    const [least, most] = limits ?? (log ? [1e-4, 1e-3] : [0, 1]);
    const values = log
      ? { distr: 3, range: (plot, low, high) => uPlot.rangeLog(Math.min(low ?? least, least), Math.max(high ?? most, most), 10, true) }
      : { range: (plot, low, high) => [least, Math.max(most, (high ?? 0) * 1.05)] };
    const place = across === undefined ? clock : (value) => across.format(value);
    this.#plot = new uPlot({
      width: 300,
      height: HEIGHT,
      legend: { markers: { fill: (plot, line) => colour(lines[line - 1].colour) } },
      cursor: {
        drag: { x: zoom !== undefined, y: false, setScale: false },
        sync: together && { key: together, filters: { pub: (type) => type === "mousemove" || type === "mouseleave" } },
        points: { size: 7 },
      },
      scales: { x: { time: false }, y: values },
      axes: [
        {
          ...axis,
          space: 70,
          incrs: across === undefined ? STEPS : undefined,
          splits: across === undefined ? localSplits : undefined,
          values: (plot, splits, number, space, step) => splits.map((value) => place(value, step)),
          label: across?.label,
          labelSize: 18,
          labelFont: "12px system-ui, sans-serif",
          size: 28,
        },
        { ...axis, size: 68, values: (plot, splits) => splits.map((value) => (value === null ? "" : format(value))) },
      ],
      series: [
        { label: across?.label ?? "at", value: (plot, value) => (value === null ? "–" : place(value, 1)) },
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
          const { left, width } = plot.select;
          if (width > 0) {
            plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
            zoom(plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
          }
        }],
        drawClear: [(plot) => this.#drawAreas(plot, aim)],
        draw: [(plot) => this.#drawMarks(plot)],
      },
    }, lines.reduce((data) => [...data, []], [[]]), this.#host);
    if (unzoom !== undefined) {
      this.#plot.over.addEventListener("dblclick", unzoom);
    }
    const width = new ResizeObserver(() => this.#plot.setSize({ width: this.#host.clientWidth, height: HEIGHT }));
    width.observe(this.#host);
    this.#ending.signal.addEventListener("abort", () => width.disconnect());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#plot.redraw();
      // Painted once, when it was made.
      this.node.querySelectorAll(".u-series:not(:first-child) .u-marker").forEach((marker, line) => {
        marker.style.background = marker.style.borderColor = colour(lines[line].colour);
      });
    }, { signal: this.#ending.signal });
  }

  /**
   * @param data places on the axis (seconds since 1970 where it is time), and the values of each line
   * @param range from and to on the axis
   * @param marks lines across: `at`, the `colour`, and a short `label`, which is left out where there is no room
   * @param spans areas: `from`, `to` and the `colour`
   */
  show(data, range, { marks = [], spans = [] } = {}) {
    this.#marks = marks;
    this.#spans = spans;
    this.#plot.batch(() => {
      this.#plot.setData(data, false);
      this.#plot.setScale("x", { min: range[0], max: range[1] });
    });
  }

  close() {
    this.#ending.abort();
    this.#plot.destroy();
  }

  #drawAreas({ ctx, bbox, valToPos }, aim) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.globalAlpha = 0.14;
    if (aim !== undefined) {
      ctx.fillStyle = colour("--band");
      const top = valToPos(aim[1], "y", true);
      ctx.fillRect(bbox.left, top, bbox.width, Math.min(bbox.top + bbox.height, valToPos(aim[0], "y", true)) - top);
    }
    for (const span of this.#spans) {
      ctx.fillStyle = colour(span.colour);
      const from = valToPos(span.from, "x", true);
      ctx.fillRect(from, bbox.top, Math.max(2, valToPos(span.to, "x", true) - from), bbox.height);
    }
    ctx.restore();
  }

  #drawMarks({ ctx, bbox, valToPos }) {
    const scale = devicePixelRatio;
    ctx.save();
    ctx.font = `${11 * scale}px system-ui, sans-serif`;
    ctx.textBaseline = "top";
    ctx.textAlign = "left";
    ctx.lineWidth = scale;
    // From where on there is room for a label, in each of the lines.
    const free = Array(MARK_LINES).fill(-Infinity);
    for (const { at, label, colour: name } of this.#marks) {
      const x = Math.round(valToPos(at, "x", true));
      if (x < bbox.left || x > bbox.left + bbox.width) {
        continue;
      }
      ctx.strokeStyle = ctx.fillStyle = colour(name);
      ctx.setLineDash([3 * scale, 3 * scale]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      const width = ctx.measureText(label).width;
      // On the other side where it would be cut off.
      const left = x + width + 4 * scale > bbox.left + bbox.width ? x - width - 3 * scale : x + 3 * scale;
      const line = free.findIndex((from) => left >= from);
      if (line >= 0) {
        ctx.fillText(label, left, bbox.top + (2 + line * MARK_LINE_HEIGHT) * scale);
        free[line] = left + width + MARK_SPACE * scale;
      }
    }
    ctx.restore();
  }
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);

const DAY = 86_400;
/** Between the words on an axis of time, seconds. */
const STEPS = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, DAY, 2 * DAY, 7 * DAY];

/** Round by the clock on the wall here, in whatever zone that is. */
function localSplits(plot, axis, from, to, step) {
  const shift = new Date(from * 1_000).getTimezoneOffset() * 60;
  const splits = [];
  for (let at = Math.ceil((from - shift) / step) * step + shift; at <= to; at += step) {
    splits.push(at);
  }
  return splits;
}

/** A point of time on an axis with such steps, in seconds. */
function clock(at, step) {
  const date = new Date(at * 1_000);
  return step >= DAY ? date.toLocaleDateString("sv").slice(5) : date.toLocaleTimeString("sv").slice(0, step < 60 ? 8 : 5);
}
