import type { Trouble } from "../../src/rocketchat/answer.ts";
import { outcomeOf } from "../../src/rocketchat/outcomes.ts";
import { TODO } from "../../src/todo.ts";

/** The advice that the service's own log gives after this answer. */
export function todoFor(trouble: Trouble): string {
  return TODO[outcomeOf(trouble, new Set()).verdict.reason];
}
