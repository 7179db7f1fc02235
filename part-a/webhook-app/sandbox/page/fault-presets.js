/** The faults that the page offers: what they are called, what they do, and what the sandbox is told. */
export const PRESETS = [
  { title: "Down", detail: "Connections are cut", fault: { kind: "down" } },
  { title: "Slow", detail: "Every answer takes 3 seconds", fault: { kind: "slow", delayMs: 3000 } },
  { title: "Hanging", detail: "Requests are never answered", fault: { kind: "hang" } },
  {
    title: "Too many requests",
    detail: "429 with the time to wait: 10 s",
    fault: { kind: "rate_limited", resetInMs: 10_000 },
  },
  {
    title: "Too many requests, no time",
    detail: "429 without X-RateLimit-Reset",
    fault: { kind: "rate_limited", resetInMs: null },
  },
  {
    title: "Error before storing",
    detail: "500, the message is not kept",
    fault: { kind: "server_error", when: "before" },
  },
  {
    title: "Error after storing",
    detail: "500, and yet the message is there",
    fault: { kind: "server_error", when: "after", operation: "chat.sendMessage" },
  },
  { title: "Credentials refused", detail: "401 for everything", fault: { kind: "unauthorized" } },
  {
    title: "Restricted workspace",
    detail: "No licence, no egress: sending is refused",
    fault: { kind: "restricted_workspace" },
  },
  { title: "Unsuccessful", detail: "200 that says success: false", fault: { kind: "success_false" } },
  { title: "HTML", detail: "A proxy's page in place of JSON", fault: { kind: "html" } },
];

/** The preset that an active fault came from. */
export function presetOf(active) {
  return PRESETS.find(({ fault }) => {
    const sameWait = fault.kind !== "rate_limited" || (fault.resetInMs === null) === (active.resetInMs === null);
    return fault.kind === active.kind && sameWait && (fault.when ?? "before") === active.when;
  });
}
