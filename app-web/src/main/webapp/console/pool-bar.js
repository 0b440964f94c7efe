import { element } from "./element.js";
import { NOT_REPORTED } from "./format.js";
import { OBJECTIVE } from "./objective.js";

/** In use and idle on a bar as long as max, with the band that is aimed at. */
class PoolBar extends HTMLElement {
  #pool;
  #parts = Object.fromEntries(["in-use", "idle", "band"].map((name) => [name, element("span", { class: name })]));

  connectedCallback() {
    this.setAttribute("role", "img");
    this.append(...Object.values(this.#parts));
  }

  /** In words, and drawn at once or, where nobody sees it, by the next {@link #draw}. */
  show(pool, draw = true) {
    const { inUse, idle, max } = pool;
    this.#pool = pool;
    this.setAttribute("aria-label", inUse === undefined || max === undefined
      ? `in use or max ${NOT_REPORTED}`
      : `${inUse} in use, ${idle ?? NOT_REPORTED} idle, max ${max}; aimed at: 60 to 80 %`);
    if (draw) {
      this.draw();
    }
  }

  draw() {
    const { inUse, idle, max } = this.#pool;
    if (inUse === undefined || max === undefined) {
      this.dataset.absent = "";
      return;
    }
    delete this.dataset.absent;
    // Just after a shrink more may be open than max.
    const length = Math.max(max, inUse + (idle ?? 0), 1);
    const percent = (connections) => `${(100 * connections) / length}%`;
    this.#parts["in-use"].style.width = percent(inUse);
    this.#parts.idle.style.width = percent(idle ?? 0);
    this.#parts.band.style.left = percent(OBJECTIVE.bandFrom * max);
    this.#parts.band.style.width = percent((OBJECTIVE.bandTo - OBJECTIVE.bandFrom) * max);
  }
}

customElements.define("pool-bar", PoolBar);
