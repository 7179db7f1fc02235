import type { Asked } from "./asked.ts";
import { broken, ok, warning, type CheckName, type Finding } from "./finding.ts";
import { todoFor } from "./todo-for.ts";
import { wordsOf } from "./words-of.ts";

type Permissions = ReadonlyMap<string, readonly string[]>;

const IN_PERMISSIONS = "Administration, Workspace, Permissions";

/** Whose token it is and what that account may do; `username` is absent if Rocket.Chat does not name it. */
export async function examineAccount(asked: Asked): Promise<{ username?: string; findings: Finding[] }> {
  const me = await asked.account();
  if (me.status !== "ok") return { findings: [broken("token", wordsOf(me), todoFor(me))] };
  const { username, roles } = me.data;
  if (typeof username !== "string") {
    return { findings: [broken("token", "me: the account has no username", "Give the bot's account a username.")] };
  }
  const own = Array.isArray(roles) ? roles.filter((role) => typeof role === "string") : [];
  const findings = [ok("token", `of the account ${username}`), role(own), ...(await permissions(asked, own))];
  return { username, findings };
}

function role(own: readonly string[]): Finding {
  const saw = `roles: ${own.join(", ") || "none"}`;
  if (own.includes("admin")) {
    return warning("role", saw, "Use an account without the role admin; the roles user and bot are enough.");
  }
  if (own.includes("bot")) return ok("role", saw);
  return warning("role", saw, "Give the account the role bot: Administration, Workspace, Users.");
}

async function permissions(asked: Asked, own: readonly string[]): Promise<Finding[]> {
  const listed = await asked.permissions();
  if (listed.status !== "ok") {
    const todo = `Check by hand: ${IN_PERMISSIONS}; a role of the account needs create-d, api-bypass-rate-limit and send-many-messages.`;
    const unread = (check: CheckName) => warning(check, wordsOf(listed), todo);
    return [unread("rate_limit"), unread("direct_rooms")];
  }
  return [rateLimit(listed.data, own), directRooms(listed.data, own)];
}

function rateLimit(listed: Permissions, own: readonly string[]): Finding {
  const missing = ["api-bypass-rate-limit", "send-many-messages"].filter((name) => !isGranted(listed, name, own));
  if (missing.length === 0) return ok("rate_limit", "the account is exempt");
  const saw = `no role of the account has ${missing.join(" and ")}`;
  return warning(
    "rate_limit",
    saw,
    `Give the account the role bot, or grant one of its roles ${missing.join(" and ")}: ${IN_PERMISSIONS}.`,
  );
}

function directRooms(listed: Permissions, own: readonly string[]): Finding {
  if (isGranted(listed, "create-d", own)) return ok("direct_rooms", "the account may open direct rooms");
  const todo = `Grant create-d to a role of the account: ${IN_PERMISSIONS}.`;
  return broken("direct_rooms", "no role of the account has create-d", todo);
}

function isGranted(listed: Permissions, permission: string, own: readonly string[]): boolean {
  return listed.get(permission)?.some((granted) => own.includes(granted)) ?? false;
}
