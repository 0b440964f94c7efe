/** What is shown for a value that the server does not report: it is not zero. */
export const NOT_REPORTED = "not reported";

const VERDICTS = {
  healthy: "Healthy",
  busy: "Busy",
  saturated: "Saturated",
  unreachable: "Database away",
  recovering: "Recovering",
  unknown: "Unknown",
};

const OPERATIONS = {
  settings: "Resize",
  recycle: "Recycle",
  flush: "Flush",
  ping: "Ping",
  warm: "Warm",
  drain: "Drain",
  resume: "Resume",
  govern: "Governor",
  drill: "Drill",
};

const STATES = { done: "Done", partly: "Partly done", failed: "Failed", refused: "Refused", running: "Under way" };

const MODES = {
  off: "Off: nobody looks at this pool's size.",
  advise: "Advises: says which max the pool should have, and changes nothing.",
  govern: "Governs: sets max by itself, between floor and ceiling, and never in the server's configuration.",
};

const RAILS = {
  floor: "the floor",
  ceiling: "the ceiling",
  slow_database: "a database that more connections only make slower",
  shrink_later: "a demand that has not been lower for long enough",
  frozen: "a pool that is not to be touched now",
};

/** In words, of a word of the API. */
export const verdict = (word) => VERDICTS[word] ?? word;
export const operation = (word) => OPERATIONS[word] ?? word;
export const state = (word) => STATES[word] ?? word;
export const mode = (word) => MODES[word] ?? word;
export const rail = (word) => RAILS[word] ?? word;

const reported = (value, format) => (value === undefined || value === null ? NOT_REPORTED : format(value));

/** Made once: that takes longer than formatting a hundred numbers. */
const whole = new Intl.NumberFormat("en");

/** A whole number. */
export const count = (value) => reported(value, (number) => whole.format(number));

/** A ratio. */
export const percent = (ratio) => reported(ratio, (number) => `${Number((number * 100).toFixed(number < 0.1 ? 1 : 0))} %`);

/** Seconds, of any length, with three digits that count. */
export const duration = (seconds) => reported(seconds, (value) => {
  if (value === 0) {
    return "0 s";
  }
  if (value < 0.001) {
    return `${digits(value * 1e6)} µs`;
  }
  if (value < 1) {
    return `${digits(value * 1e3)} ms`;
  }
  if (value < 120) {
    return `${digits(value)} s`;
  }
  return value < 7200 ? `${digits(value / 60)} min` : `${digits(value / 3600)} h`;
});

const digits = (value) => Number(value.toPrecision(3)).toString();

/** A percentile of the times of the last minute, which has none if there was no borrow. */
export const percentile = (times, key) => (times?.count === 0 ? "no borrow" : duration(times?.[key]));

/** How often in a second. */
export const rate = (perSecond) => reported(perSecond, (value) => `${digits(value)} a second`);

/** What 99 % of the requests wait at most, as predicted; absent where the queue would grow for ever. */
export const wait = (seconds) => (seconds === undefined ? "for ever" : seconds < 1e-4 ? "hardly at all" : `up to ${duration(seconds)}`);

/** A point of time as here on the wall. */
export const time = (iso) => reported(iso, (text) => new Date(text).toLocaleString("sv"));

/** Between what max may be. */
export const bounds = ({ floor, ceiling, ceilingReason }) =>
  `from ${count(floor)} to ${ceiling === undefined ? "any number" : `${count(ceiling)}: ${ceilingReason}`}`;

/** Seconds of a time of ISO 8601, in hours, minutes and seconds; undefined of any other text. */
export function seconds(iso) {
  const [whole, hours = 0, minutes = 0, rest = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(iso) ?? [];
  return whole === undefined ? undefined : hours * 3_600 + minutes * 60 + Number(rest);
}

const inSeconds = (text) => duration(Number(text));
const inIso = (text) => (seconds(text) === undefined ? text : duration(seconds(text)));

/** What the API's words for settings and particulars are here, and how their values, which are texts, are written. */
const TERMS = {
  waitTimeoutSeconds: ["wait timeout", inSeconds],
  idleTimeoutSeconds: ["idle timeout", inSeconds],
  revertAfter: ["goes back after", inIso],
  timeout: ["waits at most", inIso],
  deadline: ["fails after", inIso],
  confirmCut: ["may cut"],
  persist: ["in the configuration too", (text) => (text === "true" ? "yes" : undefined)],
  baseRate: ["requests a second"],
  peakRate: ["at the peak"],
  profile: ["course"],
  hold: ["hold times"],
  holdSeconds: ["held for", inSeconds],
  durationSeconds: ["lasts", inSeconds],
};

/** The name and the value; without a value where there is nothing to say. */
function term([key, text]) {
  const [name, format = (value) => value] = TERMS[key] ?? [key];
  return [name, text === undefined ? undefined : format(text)];
}

/** What of settings has become another. */
export const changes = (before, after) => Object.entries(after)
  .filter(([key, value]) => value !== before[key])
  .map(([key, value]) => `${term([key])[0]} ${term([key, before[key]])[1] ?? "none"} → ${term([key, value])[1]}`)
  .join(", ");

/** Settings, or what was asked for, in one line; empty if there is nothing. */
export const terms = (settings) => Object.entries(settings)
  .map(term)
  .filter(([, value]) => value !== undefined)
  .map((words) => words.join(" "))
  .join(", ");
