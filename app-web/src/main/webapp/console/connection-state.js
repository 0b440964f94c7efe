import { element, write } from "./element.js";
import { duration } from "./format.js";
import { live } from "./live.js";

const WORDS = {
  connecting: "Connecting …",
  away: "The server does not answer; it may be restarting. This page tries again by itself.",
  unauthenticated: "Your login has ended.",
  forbidden: "You are logged in, but in neither of the roles lifeguard-viewer and lifeguard-operator: ask whoever runs this server.",
  "too-many-readers": "Too many people are watching this server. This page tries again by itself.",
};

/** Whether what is shown is of now, how old it is, and what to do where it is not. */
class ConnectionState extends HTMLElement {
  #words = element("span", { role: "status" });
  #age = element("span", { class: "age" });
  #login = element("a", { href: "login.html" }, "Log in again");

  connectedCallback() {
    this.append(this.#words, this.#login, this.#age);
    live.addEventListener("state", () => this.#show());
    live.addEventListener("sample", () => this.#show());
    this.#show();
  }

  #show() {
    this.dataset.state = live.state;
    write(this.#words, live.state === "live" ? "Live" : WORDS[live.state]);
    this.#login.hidden = live.state !== "unauthenticated";
    const age = live.heardAt === undefined ? undefined : Math.round((performance.now() - live.heardAt) / 1_000);
    write(this.#age, age === undefined ? "" : age < 2 ? "as of now" : `as of ${duration(age)} ago`);
  }
}

customElements.define("connection-state", ConnectionState);
