import { element } from "./element.js";
import { NOT_REPORTED } from "./format.js";

/** In use and idle on a bar as long as max, with the band that is aimed at. */
class PoolBar extends HTMLElement {
  #parts = Object.fromEntries(["in-use", "idle", "band"].map((name) => [name, element("span", { class: name })]));

  connectedCallback() {
    this.setAttribute("role", "img");
    this.append(...Object.values(this.#parts));
  }

  show({ inUse, idle, max }) {
    if (inUse === undefined || max === undefined) {
      this.dataset.absent = "";
      this.setAttribute("aria-label", `in use or max ${NOT_REPORTED}`);
      return;
    }
    delete this.dataset.absent;
    // Just after a shrink more may be open than max.
    const length = Math.max(max, inUse + (idle ?? 0), 1);
    const percent = (connections) => `${(100 * connections) / length}%`;
    this.#parts["in-use"].style.width = percent(inUse);
    this.#parts.idle.style.width = percent(idle ?? 0);
    this.#parts.band.style.left = percent(0.6 * max);
    this.#parts.band.style.width = percent(0.2 * max);
    this.setAttribute("aria-label", `${inUse} in use, ${idle ?? NOT_REPORTED} idle, max ${max}; aimed at: 60 to 80 %`);
  }
}

customElements.define("pool-bar", PoolBar);
