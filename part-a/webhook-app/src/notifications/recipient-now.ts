import { peopleOf } from "./people.ts";
import type { Policy } from "./policy.ts";

/** A notification does not store the project's URL, so of private e-mail addresses only those in `people` are found. */
const SOMEWHERE = { id: undefined, path: "", webUrl: undefined, defaultBranch: undefined };

/**
 * To whom the current policy would send this person's notification; undefined if it does not say.
 *
 * @param person GitLab username or commit e-mail; empty for a recipient whom a rule names
 */
export function recipientNow(person: string, policy: Policy): string | undefined {
  if (person === "") return undefined;
  const people = peopleOf(policy, SOMEWHERE);
  return (person.includes("@") ? people.byEmail(person) : people.byUsername(person)) ?? undefined;
}
