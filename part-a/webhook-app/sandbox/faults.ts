import { z } from "zod";
import { CONDITIONS, ANSWERS, type ConditionKind } from "./fault-kinds.ts";
import { OPERATION_NAMES, type OperationName } from "./operation-names.ts";

export type FaultKind = (typeof ANSWERS)[number] | ConditionKind;

/** One failure of Rocket.Chat, and for whom. */
export const faultSchema = z.strictObject({
  kind: z.enum([...ANSWERS, ...CONDITIONS]),
  /** Before the operation is carried out, or after it (the message is stored, but the answer is wrong). */
  when: z.enum(["before", "after"]).default("before"),
  operation: z.enum(OPERATION_NAMES).optional(),
  /** Only operations that change something; login and reading still work. */
  writing: z.boolean().optional(),
  /** Username: only requests about this person. */
  recipient: z.string().min(1).optional(),
  /** How many requests it affects; without it, until it is removed. */
  times: z.int().positive().optional(),
  /** For `slow`. */
  delayMs: z.int().nonnegative().default(3000),
  /** For `rate_limited`: `X-RateLimit-Reset` is this far ahead (or back, if negative); null: no such header. */
  resetInMs: z.int().nullable().default(10_000),
  /** For `html`; 200 by default. */
  status: z.union([z.literal(200), z.literal(403), z.literal(404), z.literal(502), z.literal(503)]).optional(),
  /** For `exception`: its text. */
  text: z.string().optional(),
  /** For `message_size`: `Message_MaxAllowedSize`; 500 by default. */
  size: z.int().positive().optional(),
});

export type Fault = z.output<typeof faultSchema>;

/** An active fault; `times` counts down. */
export type ActiveFault = Fault & { hits: number };

/** Only sending has these: a restricted workspace still answers `me` (its check wraps only chat.*). */
const SENDING_ONLY = new Set<Fault["kind"]>(["restricted_workspace", "success_false"]);

const CONDITION_KINDS = new Set<Fault["kind"]>(CONDITIONS);

/** What a fault needs to know about an operation. */
interface Asked {
  name: OperationName;
  method: "GET" | "POST";
}

/** The active faults; the first that matches a request applies to it. */
export function createFaults() {
  let active: ActiveFault[] = [];
  const listeners = new Set<() => void>();
  const changed = () => listeners.forEach((listener) => listener());
  const hit = (fault: ActiveFault | undefined): Fault | undefined => {
    if (fault === undefined) return undefined;
    fault.hits += 1;
    if (fault.times !== undefined) {
      fault.times -= 1;
      if (fault.times === 0) active = active.filter((other) => other !== fault);
    }
    changed();
    return fault;
  };
  const condition = (kind: ConditionKind, recipient?: string) =>
    active.find((fault) => fault.kind === kind && concerns(fault, recipient));

  return {
    list: (): readonly ActiveFault[] => active,
    replace(faults: readonly z.input<typeof faultSchema>[]) {
      active = faults.map((fault) => ({ ...faultSchema.parse(fault), hits: 0 }));
      changed();
    },
    /** The fault that decides this request's answer; counts the hit. */
    take: (asked: Asked, recipient: string | undefined): Fault | undefined =>
      hit(active.find((fault) => !CONDITION_KINDS.has(fault.kind) && matches(fault, asked, recipient))),
    /** The active condition of this kind, for this person. */
    holds: (kind: ConditionKind, recipient?: string): Fault | undefined => condition(kind, recipient),
    /** The same, if it decides a request's outcome; counts the hit. */
    meets: (kind: ConditionKind, recipient?: string): Fault | undefined => hit(condition(kind, recipient)),
    watch(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export type Faults = ReturnType<typeof createFaults>;

function matches(fault: Fault, asked: Asked, recipient: string | undefined): boolean {
  const only = fault.operation ?? (SENDING_ONLY.has(fault.kind) ? "chat.sendMessage" : undefined);
  if (only !== undefined && only !== asked.name) return false;
  if (fault.writing && !isWriting(asked)) return false;
  return concerns(fault, recipient);
}

function isWriting({ name, method }: Asked): boolean {
  return method === "POST" && name !== "login" && name !== "logout";
}

function concerns(fault: Fault, recipient: string | undefined): boolean {
  return fault.recipient === undefined || fault.recipient.toLowerCase() === recipient?.toLowerCase();
}
