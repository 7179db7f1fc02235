import type { Project } from "../gitlab/event-parts.ts";
import { comparableName } from "./comparable.ts";
import type { Policy } from "./policy.ts";

/** The Rocket.Chat username; null: never notified; undefined: unknown. */
type ChatName = string | null | undefined;

/** Finds Rocket.Chat usernames by GitLab username or commit e-mail, for one project's events. */
export interface People {
  byUsername(username: string | undefined): ChatName;
  /**
   * A commit's e-mail is whatever the author configured in git: it leads to a person only if the file, or the address
   * itself, names one.
   */
  byEmail(email: string | undefined): ChatName;
  /** Whether this Rocket.Chat username certainly belongs to somebody who is never notified. */
  isOptedOut(recipient: string): boolean;
}

/**
 * GitLab's private commit e-mail, `ID-username@users.noreply.HOST` (lib/gitlab/private_commit_email.rb and the default
 * of commit_email_hostname).
 */
const PRIVATE_EMAIL = /^\d+-([^@\s]+)@users\.noreply\.([^@\s]+)$/i;

export function peopleOf({ people, sameUsernames }: Policy, project: Project): People {
  const byUsername = (username: string | undefined): ChatName => {
    if (username === undefined) return undefined;
    const listed = people.get(comparableName(username));
    return listed === undefined && sameUsernames ? username : listed;
  };
  const byEmail = (email: string | undefined): ChatName => {
    if (email === undefined) return undefined;
    const listed = people.get(comparableName(email));
    return listed === undefined && sameUsernames ? byUsername(privateUsername(email, project)) : listed;
  };
  const isOptedOut = (recipient: string) => sameUsernames && people.get(comparableName(recipient)) === null;
  return { byUsername, byEmail, isOptedOut };
}

/** Only addresses of the project's own instance: elsewhere the same id and name are somebody else. */
function privateUsername(email: string, { webUrl }: Project): string | undefined {
  const [, username, host] = PRIVATE_EMAIL.exec(email) ?? [];
  return host !== undefined && webUrl !== undefined && URL.parse(webUrl)?.hostname === host.toLowerCase()
    ? username
    : undefined;
}
