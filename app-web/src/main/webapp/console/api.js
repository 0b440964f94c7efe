/** An answer that is no success, in its own words. Without a status the server did not answer at all. */
export class Problem extends Error {
  constructor(status, document) {
    super(document.detail ?? document.title ?? `The server answered ${status}`);
    this.status = status;
    this.type = (document.type ?? "").replace("urn:lifeguard:problem:", "");
  }
}

/** Tells "ended", with the problem as its detail, when the server answers that nobody is logged in any longer. */
export const login = new EventTarget();

/** The answer to a request; throws a Problem. */
export async function request(path, options = {}) {
  let response;
  try {
    // The header keeps the browser from asking for a password by itself, and lets what changes something in.
    response = await fetch(`api/${path}`, { ...options, headers: { "X-Lifeguard": "1", ...options.headers } });
  } catch (failure) {
    if (failure.name === "AbortError") {
      throw failure;
    }
    throw new Problem(undefined, { detail: "The server does not answer" });
  }
  if (response.status === 401) {
    const { type } = await response.json().catch(() => ({}));
    const ended = new Problem(401, { type, detail: "Your login has ended; log in again" });
    login.dispatchEvent(new CustomEvent("ended", { detail: ended }));
    throw ended;
  }
  if (!response.ok) {
    throw new Problem(response.status, await response.json().catch(() => ({})));
  }
  return response;
}

/** What an address says. */
export const read = async (path) => (await request(path)).json();

/** Has something done, or told what it would do: what was answered. */
export async function order(pool, what, body, { method = "POST", version } = {}) {
  const response = await request(`pools/${pool}/${what}`, {
    method,
    headers: { "Content-Type": "application/json", ...(version !== undefined && { "If-Match": version }) },
    body: JSON.stringify(body),
  });
  return response.json();
}
