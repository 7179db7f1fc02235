import type { DeliveryResult } from "../relay/delivery.ts";
import type { Trouble } from "./answer.ts";
import { outcomeOf, type Circumstance } from "./outcomes.ts";

/** A gateway that gave up waiting: the request that it passed on may still be carried out. */
const GATEWAY = new Set<number | null>([502, 504]);

/** An answer's consequence for the message, by the table in outcomes.ts. */
export function conclude(trouble: Trouble, known: ReadonlySet<Circumstance>, posting = trouble): DeliveryResult {
  const { verdict } = outcomeOf(trouble, known);
  const { evidence, resumeAt } = trouble;
  if (verdict.status === "rejected" || verdict.status === "withheld") return { ...verdict, evidence };
  const result = { ...verdict, mayArrive: mayArrive(posting), evidence };
  return resumeAt !== undefined && result.status === "unavailable" ? { ...result, resumeAt } : result;
}

/** Whether the message may still be posted in spite of this answer. */
function mayArrive({ operation, kind, evidence }: Trouble): boolean {
  if (operation !== "chat.sendMessage") return false;
  return kind === "timeout" || kind === "broken_off" || kind === "garbage" || GATEWAY.has(evidence.status);
}
