/** The service's operations at Rocket.Chat: a closed list, used for metric labels. */
export const OPERATIONS = [
  "im.create",
  "chat.sendMessage",
  "chat.getMessage",
  "users.info",
  "settings.public",
] as const;

export type Operation = (typeof OPERATIONS)[number];
