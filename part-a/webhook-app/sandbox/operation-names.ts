/** The operations to which faults can be limited. `dm.*` are the same as `im.*` and have those names here. */
export const OPERATION_NAMES = [
  "info",
  "login",
  "me",
  "logout",
  "users.info",
  "users.create",
  "users.update",
  "users.generatePersonalAccessToken",
  "users.regeneratePersonalAccessToken",
  "permissions.listAll",
  "settings.public",
  "rooms.info",
  "im.create",
  "chat.sendMessage",
  "chat.postMessage",
  "chat.getMessage",
  "chat.delete",
  "im.history",
] as const;

export type OperationName = (typeof OPERATION_NAMES)[number];
