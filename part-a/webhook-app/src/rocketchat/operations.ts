/** What the service asks Rocket.Chat for: the closed list that labels metrics. */
export const OPERATIONS = [
  "im.create",
  "chat.sendMessage",
  "chat.getMessage",
  "users.info",
  "settings.public",
] as const;

export type Operation = (typeof OPERATIONS)[number];
