import "./audit-view.js";
import "./connection-state.js";
import { element } from "./element.js";
import { live } from "./live.js";
import "./pool-overview.js";
import { PoolView } from "./pool-view.js";

const content = document.getElementById("content");

function route() {
  const pool = /^#\/pools\/([a-z0-9-]+)$/.exec(location.hash);
  content.replaceChildren(pool === null
    ? element(location.hash === "#/audit" ? "audit-view" : "pool-overview")
    : new PoolView(pool[1]));
  for (const link of document.querySelectorAll("nav a")) {
    link.ariaCurrent = link.hash === (location.hash || "#/") ? "page" : null;
  }
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  content.focus();
});
addEventListener("hashchange", () => {
  document.querySelectorAll("dialog").forEach((dialog) => dialog.close());
  route();
  content.focus();
});
live.start();
route();
