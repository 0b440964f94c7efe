/**
 * Makes an element. What is in it is text, never markup: names of pools come from whoever deploys.
 *
 * @param {string} name
 * @param {Object<string, *>} properties attributes; absent or false is not set, true is set empty; functions are listeners
 * @param {...(Node|string|number|null|undefined)} content
 */
export function element(name, properties = {}, ...content) {
  return filled(document.createElement(name), properties, content);
}

export function svg(name, properties = {}, ...content) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), properties, content);
}

function filled(made, properties, content) {
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === "function") {
      made.addEventListener(key, value);
    } else if (value === true) {
      made.setAttribute(key, "");
    } else if (value !== undefined && value !== null && value !== false) {
      made.setAttribute(key, value);
    }
  }
  made.append(...content.filter((part) => part !== null && part !== undefined).map((part) => (part instanceof Node ? part : String(part))));
  return made;
}

/** The head of a table. */
export const head = (...titles) =>
  element("thead", {}, element("tr", {}, ...titles.map((title) => element("th", { scope: "col" }, title))));

/** Writes only what is new: a screen reader is not told the same again, and a selection stays. */
export function write(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** Fills it anew, but only where there is something new: a selection stays, and a screen reader is not told the same again. */
export function put(node, entries, make) {
  const told = JSON.stringify(entries);
  if (node.dataset.told !== told) {
    node.dataset.told = told;
    node.replaceChildren(...entries.map(make));
  }
}

/** The rows of a table, of texts. */
export const rows = (body, entries) =>
  put(body, entries, (cells) => element("tr", {}, ...cells.map((cell) => element("td", {}, cell))));

/** A list, which is not there while it is empty. */
export function list(node, lines) {
  put(node, lines, (line) => element("li", {}, line));
  node.hidden = lines.length === 0;
}
