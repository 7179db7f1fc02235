import type { DeliveryResult } from "../relay/delivery.ts";
import type { Trouble } from "./answer.ts";
import { outcomeOf, type Circumstance } from "./outcomes.ts";

/** Gateways that gave up waiting: what they passed on may still be carried out. */
const GATEWAY = new Set<number | null>([502, 504]);

/** What an answer comes to for the message, as outcomes.ts says. */
export function conclude(trouble: Trouble, known: ReadonlySet<Circumstance>, posting = trouble): DeliveryResult {
  const { verdict } = outcomeOf(trouble, known);
  const { evidence, resumeAt } = trouble;
  if (verdict.status === "rejected" || verdict.status === "withheld") return { ...verdict, evidence };
  const result = { ...verdict, mayArrive: mayArrive(posting), evidence };
  return resumeAt !== undefined && result.status === "unavailable" ? { ...result, resumeAt } : result;
}

/** Whether a message may be posted yet although sending it came to this. */
function mayArrive({ operation, kind, evidence }: Trouble): boolean {
  if (operation !== "chat.sendMessage") return false;
  return kind === "timeout" || kind === "broken_off" || kind === "garbage" || GATEWAY.has(evidence.status);
}
