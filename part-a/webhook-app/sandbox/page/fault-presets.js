/** The faults that the page offers, in groups: title, description, and the request to the sandbox. */
export const GROUPS = [
  {
    title: "The connection",
    presets: [
      { title: "Down", detail: "Connections are cut", fault: { kind: "down" } },
      { title: "Slow", detail: "Answers take 3 seconds", fault: { kind: "slow", delayMs: 3000 } },
      { title: "Hanging", detail: "Never answers", fault: { kind: "hang" } },
      { title: "Redirect", detail: "302 to a sign-in page", fault: { kind: "redirect" } },
      { title: "HTML", detail: "200 and a proxy's page", fault: { kind: "html" } },
      { title: "Not found", detail: "404 for everything", fault: { kind: "html", status: 404 } },
    ],
  },
  {
    title: "The whole workspace",
    presets: [
      { title: "Unauthorized", detail: "401 for everything", fault: { kind: "unauthorized" } },
      { title: "Restricted", detail: "No licence, no egress", fault: { kind: "restricted_workspace" } },
      { title: "Too many requests", detail: "429, wait 10 s", fault: { kind: "rate_limited", resetInMs: 10_000 } },
      { title: "429, no time", detail: "No reset header", fault: { kind: "rate_limited", resetInMs: null } },
    ],
  },
  {
    title: "Only writing fails",
    presets: [
      { title: "No primary", detail: "400, database error", fault: { kind: "exception", writing: true } },
      { title: "500", detail: "Every write", fault: { kind: "server_error", writing: true } },
      { title: "Forbidden page", detail: "403 and HTML", fault: { kind: "html", status: 403, writing: true } },
      { title: "Writes hang", detail: "Never answered", fault: { kind: "hang", writing: true } },
    ],
  },
  {
    title: "Sending",
    presets: [
      { title: "500 at first", detail: "Nothing is stored", fault: { kind: "server_error", when: "before" } },
      {
        title: "500 afterwards",
        detail: "Stored anyway",
        fault: { kind: "server_error", when: "after", operation: "chat.sendMessage" },
      },
      { title: "Unsuccessful", detail: "200, success: false", fault: { kind: "success_false" } },
      { title: "Small messages", detail: "500 characters", fault: { kind: "message_size", size: 500 } },
    ],
  },
  {
    title: "Rooms and people",
    presets: [
      { title: "Encrypted", detail: "Plain text is rejected", fault: { kind: "encrypted" } },
      { title: "Blocked", detail: "By the recipient", fault: { kind: "blocked" } },
      { title: "Muted", detail: "The bot may not write", fault: { kind: "muted" } },
      { title: "No create-d", detail: "No new rooms", fault: { kind: "no_create_d" } },
    ],
  },
  {
    title: "An app changes what is sent",
    presets: [
      { title: "Rebuilds", detail: "Another message id", fault: { kind: "app_rebuilds" } },
      { title: "Prevents", detail: "400 about “starred”", fault: { kind: "app_prevents" } },
      { title: "Refuses", detail: "In its own words", fault: { kind: "app_refuses" } },
      { title: "Drops", detail: "200, nothing is kept", fault: { kind: "app_drops" } },
    ],
  },
];

const PRESETS = GROUPS.flatMap(({ presets }) => presets);

/** The preset of an active fault: of those that fit, the most specific one. */
export function presetOf(active) {
  const fitting = PRESETS.filter(({ fault }) => Object.entries(fault).every(([key, value]) => active[key] === value));
  const said = ({ fault }) => Object.keys(fault).length;
  return fitting.toSorted((a, b) => said(b) - said(a))[0];
}
