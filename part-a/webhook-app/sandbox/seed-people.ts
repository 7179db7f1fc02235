import type { SandboxOptions } from "./options.ts";
import { hashPassword } from "./operations/passwords.ts";
import { newId, type Workspace } from "./workspace.ts";

/** Adds the people in the options whom an earlier run has not added; sets the bots' tokens each time. */
export function seedPeople(workspace: Workspace, options: SandboxOptions, clock: () => number): void {
  const { people, record } = workspace;
  const add = (username: string, roles: string[], more: { id?: string; name?: string; passwordHash?: string } = {}) => {
    if (people.byUsernameIgnoringCase(username)) return;
    const createdAt = new Date(clock()).toISOString();
    const person = { id: newId(), username, name: displayName(username), email: `${username}@example.invalid`, roles };
    record({ kind: "person", person: { ...person, active: true, createdAt, ...more } });
  };

  const { admin, bot } = options;
  if (admin) add(admin.username, ["user", "admin"], { passwordHash: hashPassword(admin.password) });
  if (bot) {
    add(bot.username ?? "gitlab-bot", ["user", "bot"], { id: bot.userId, name: "GitLab" });
    record({ kind: "token", token: { token: bot.token, userId: bot.userId } });
  }
  for (const username of options.users ?? []) add(username, ["user"]);
}

/** `jane.doe` is shown as "Jane Doe". */
function displayName(username: string): string {
  return username.replaceAll(/[._-]+/g, " ").replaceAll(/(^|\s)\p{Ll}/gu, (letter) => letter.toUpperCase());
}
