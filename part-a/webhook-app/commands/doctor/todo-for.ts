import type { Trouble } from "../../src/rocketchat/answer.ts";
import { outcomeOf } from "../../src/rocketchat/outcomes.ts";
import { TODO } from "../../src/todo.ts";

/** What the service's own log would advise after this answer. */
export function todoFor(trouble: Trouble): string {
  return TODO[outcomeOf(trouble, new Set()).verdict.reason];
}
