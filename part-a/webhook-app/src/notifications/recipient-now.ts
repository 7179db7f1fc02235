import { peopleOf } from "./people.ts";
import type { Policy } from "./policy.ts";

/** A notification keeps no project's address, so that of the private e-mail addresses only those in `people` are known. */
const SOMEWHERE = { id: undefined, path: "", webUrl: undefined, defaultBranch: undefined };

/**
 * Whom the policy sends now what it once sent to this person; undefined where it does not say.
 *
 * @param person GitLab username or commit e-mail, empty for a recipient whom a rule named itself
 */
export function recipientNow(person: string, policy: Policy): string | undefined {
  if (person === "") return undefined;
  const people = peopleOf(policy, SOMEWHERE);
  return (person.includes("@") ? people.byEmail(person) : people.byUsername(person)) ?? undefined;
}
