import type { Person } from "./model.ts";

/**
 * Which roles may do what in a new workspace, for the permissions that matter to senders of direct messages
 * (apps/meteor/server/lib/authorization/constant/permissions.ts@1163232; in 7.7.1 the same except for federated users).
 */
export const PERMISSIONS = {
  "access-permissions": ["admin"],
  "api-bypass-rate-limit": ["admin", "bot", "app"],
  "bypass-time-limit-edit-and-delete": ["bot", "app"],
  "create-d": ["admin", "user", "bot", "app"],
  "create-personal-access-tokens": ["admin", "user"],
  "create-user": ["admin"],
  "delete-message": ["admin", "owner", "moderator"],
  "delete-own-message": ["admin", "user"],
  "edit-other-user-info": ["admin"],
  "edit-other-user-password": ["admin"],
  "force-delete-message": ["admin", "owner"],
  "message-impersonate": ["bot", "app"],
  "send-many-messages": ["admin", "bot", "app"],
  "user-generate-access-token": ["admin"],
  "view-d-room": ["admin", "user", "bot", "app", "guest"],
  "view-full-other-user-info": ["admin"],
  "view-joined-room": ["guest", "bot", "app", "anonymous"],
  "view-statistics": ["admin"],
} as const satisfies Record<string, readonly string[]>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether one of the person's roles has the permission in a new workspace. */
export function may(person: Pick<Person, "roles"> | undefined, permission: Permission): boolean {
  const roles: readonly string[] = PERMISSIONS[permission];
  return person?.roles.some((role) => roles.includes(role)) ?? false;
}
