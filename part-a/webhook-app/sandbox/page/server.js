/** Sends one of the page's requests to the sandbox. */
async function request(path, options) {
  const answer = await fetch(path, options);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.status === 204 ? undefined : answer.json();
}

export const loadInbox = () => request("/sandbox/inbox");

/** A person's newest messages, or those before message number `before`. */
export function loadThread(username, before) {
  const query = before === undefined ? "" : `?before=${before}`;
  return request(`/sandbox/inbox/${encodeURIComponent(username)}${query}`);
}

export function setActive(person, active) {
  const change = active ? "activate" : "deactivate";
  return request(`/sandbox/users/${encodeURIComponent(person.username)}/${change}`, { method: "POST" });
}

export const loadFaults = () => request("/sandbox/faults");

/** Replaces all faults that are on, and restarts their counts. */
export function setFaults(active) {
  const headers = { "content-type": "application/json" };
  const faults = active.map(({ hits: _hits, ...fault }) => fault);
  return request("/sandbox/faults", { method: "PUT", headers, body: JSON.stringify({ faults }) });
}

export const clearMessages = () => request("/sandbox/reset", { method: "POST" });

/**
 * Follows events after `cursor`. The browser reconnects by itself and sends its position; if the server
 * rejects the connection outright, it is retried after a second.
 */
export function followEvents(cursor, handlers, onConnection) {
  const source = new EventSource(`/sandbox/events?after=${encodeURIComponent(cursor)}`);
  let position = cursor;
  source.addEventListener("open", () => onConnection(true));
  source.addEventListener("error", () => {
    onConnection(false);
    if (source.readyState === EventSource.CLOSED)
      setTimeout(() => followEvents(position, handlers, onConnection), 1000);
  });
  for (const [name, handle] of Object.entries(handlers)) {
    source.addEventListener(name, (event) => {
      if (event.lastEventId) position = event.lastEventId;
      if (name === "reset") source.close();
      handle(JSON.parse(event.data));
    });
  }
}
