/** The service's error. */
export class Refusal extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

const KEY = "admin-token";

/** Whether this tab has a token. */
export function hasToken() {
  return sessionStorage.getItem(KEY) !== null;
}

/** Keeps the token until the tab is closed; null forgets it. */
export function keepToken(token) {
  if (token === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, token);
}

/**
 * Asks the service.
 *
 * @throws Refusal when the answer is an error, or there is none (status 0)
 */
export async function ask(path, { parameters = {}, body, signal } = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value != null && value !== "");
  const query = given.length > 0 ? `?${new URLSearchParams(given)}` : "";
  const answer = await fetch(`${path}${query}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization: `Bearer ${sessionStorage.getItem(KEY) ?? ""}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    body,
    signal,
  }).catch((error) => {
    if (signal?.aborted) throw error;
    throw new Refusal(0, "The service does not answer.");
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refusal(answer.status, sentenceOf(said, answer.status));
  return said;
}

function sentenceOf({ detail, errors }, status) {
  const where = (errors ?? []).map(({ path, message }) => `${path}: ${message}`).join("; ");
  return [detail ?? `The service answered ${status}.`, where].filter(Boolean).join(" ");
}
