import type { SettingName } from "./ask-workspace.ts";
import type { Asked } from "./asked.ts";
import { broken, ok, warning, type Finding } from "./finding.ts";
import { MAX_LENGTH } from "../../src/notifications/message.ts";
import { wordsOf } from "./words-of.ts";

type Settings = ReadonlyMap<string, unknown>;

/** The workspace's settings for end-to-end encryption and message length. */
export async function examineSettings(asked: Asked): Promise<Finding[]> {
  const settings = await asked.settings();
  if (settings.status === "ok") return [encryption(settings.data), messageSize(settings.data)];
  const saw = wordsOf(settings);
  return [
    warning("encryption", saw, "Check by hand: Administration, Workspace, Settings, E2E Encryption."),
    warning("message_size", saw, "Check by hand: Administration, Workspace, Settings, Message."),
  ];
}

function encryption(settings: Settings): Finding {
  const on = (name: SettingName) => settings.get(name) === true;
  if (!on("E2E_Enable")) return ok("encryption", "end-to-end encryption is off");
  if (on("E2E_Allow_Unencrypted_Messages")) return ok("encryption", "encrypted rooms accept unencrypted messages");
  const allow = "turn on “Unencrypted messages in encrypted rooms” (E2E_Allow_Unencrypted_Messages)";
  if (on("E2E_Enabled_Default_DirectRooms")) {
    const saw = "new direct rooms are encrypted, and encrypted rooms refuse unencrypted messages";
    return broken("encryption", saw, `Turn off E2E_Enabled_Default_DirectRooms, or ${allow}.`);
  }
  return ok(
    "encryption",
    "direct rooms are not encrypted by default; the bot cannot write to a person who encrypts theirs",
  );
}

function messageSize(settings: Settings): Finding {
  const size = settings.get("Message_MaxAllowedSize");
  if (typeof size !== "number") {
    return warning(
      "message_size",
      "Rocket.Chat does not report the maximum message length",
      "Check Message_MaxAllowedSize in its settings.",
    );
  }
  const saw = `at most ${size} characters`;
  if (size >= MAX_LENGTH) return ok("message_size", saw);
  const todo = `Raise Message_MaxAllowedSize to ${MAX_LENGTH} or more, or accept that long messages lose commits.`;
  return warning("message_size", saw, todo);
}
