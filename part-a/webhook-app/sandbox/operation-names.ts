/** The operations that faults can be limited to. `dm.create` is the same as `im.create` and goes by its name. */
export const OPERATION_NAMES = [
  "info",
  "login",
  "me",
  "logout",
  "users.info",
  "users.create",
  "users.generatePersonalAccessToken",
  "im.create",
  "chat.sendMessage",
  "chat.getMessage",
] as const;

export type OperationName = (typeof OPERATION_NAMES)[number];
