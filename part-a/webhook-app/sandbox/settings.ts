import type { Faults } from "./faults.ts";
import type { ServerProfile } from "./servers.ts";

/** The public settings of the workspace that concern direct messages. */
export interface PublicSettings {
  maxMessageSize(): number;
  usernamePattern(): string;
  mayDelete(): boolean;
  /** All settings, in the form of `settings.public`. */
  all(): { _id: string; value: boolean | number | string }[];
}

/** Settings that a workspace's administrator may have changed. */
export interface SettingOverrides {
  Message_MaxAllowedSize?: number;
  Message_AllowDeleting?: boolean;
  /** A regular expression for the whole username; LDAP and OAuth bypass it. */
  UTF8_User_Names_Validation?: string;
}

/** `Message_MaxAllowedSize` while the fault `message_size` is active without its own size. */
const LOWERED_SIZE = 500;

/**
 * The defaults of apps/meteor/server/settings (message.ts@0607593521e7, e2e.ts@1702e0f, accounts.ts, general.ts), what
 * the options change, and the faults that show in settings.
 */
export function createSettings(server: ServerProfile, overrides: SettingOverrides, faults: Faults): PublicSettings {
  const values = () => ({
    Accounts_Password_Policy_Enabled: server.passwordPolicy !== null,
    Accounts_Password_Policy_MinLength: server.passwordPolicy ?? 7,
    E2E_Allow_Unencrypted_Messages: false,
    E2E_Enable: faults.list().some(({ kind }) => kind === "encrypted"),
    E2E_Enabled_Default_DirectRooms: faults.holds("encrypted") !== undefined,
    Message_AllowDeleting: true,
    Message_AllowDeleting_BlockDeleteInMinutes: 0,
    Message_AllowDirectMessagesToYourself: true,
    Message_MaxAllowedSize: 5000,
    UTF8_User_Names_Validation: "[0-9a-zA-Z-_.]+",
    ...overrides,
    ...lowered(faults),
  });
  return {
    maxMessageSize: () => values().Message_MaxAllowedSize,
    usernamePattern: () => values().UTF8_User_Names_Validation,
    mayDelete: () => values().Message_AllowDeleting,
    all: () => Object.entries(values()).map(([_id, value]) => ({ _id, value })),
  };
}

function lowered(faults: Faults): { Message_MaxAllowedSize?: number } {
  const fault = faults.holds("message_size");
  return fault ? { Message_MaxAllowedSize: fault.size ?? LOWERED_SIZE } : {};
}
