import { z } from "zod";
import { OPERATION_NAMES, type OperationName } from "./operation-names.ts";

const FAULT_KINDS = [
  "down",
  "slow",
  "hang",
  "rate_limited",
  "server_error",
  "unauthorized",
  "restricted_workspace",
  "success_false",
  "html",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** One way in which Rocket.Chat fails, and for whom. */
export const faultSchema = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  /** Before the operation is carried out, or after it (the message is stored, the answer is not what it should be). */
  when: z.enum(["before", "after"]).default("before"),
  operation: z.enum(OPERATION_NAMES).optional(),
  /** Username: only requests about this person. */
  recipient: z.string().min(1).optional(),
  /** How many requests it hits before it is over; without it, until it is removed. */
  times: z.int().positive().optional(),
  /** Of `slow`. */
  delayMs: z.int().nonnegative().default(3000),
  /** Of `rate_limited`: `X-RateLimit-Reset` lies this far ahead (or back, if negative); null: no such header. */
  resetInMs: z.int().nullable().default(10_000),
});

export type Fault = z.output<typeof faultSchema>;

/** A fault as it stands: `times` counts down. */
export type ActiveFault = Fault & { hits: number };

/** These come from sending alone: a restricted workspace still answers `me` (its check wraps only chat.*). */
const SENDING_ONLY = new Set<Fault["kind"]>(["restricted_workspace", "success_false"]);

/** The faults that are switched on; the first that matches a request applies to it. */
export function createFaults() {
  let active: ActiveFault[] = [];
  const listeners = new Set<() => void>();
  const changed = () => listeners.forEach((listener) => listener());
  return {
    list: (): readonly ActiveFault[] => active,
    replace(faults: readonly z.input<typeof faultSchema>[]) {
      active = faults.map((fault) => ({ ...faultSchema.parse(fault), hits: 0 }));
      changed();
    },
    /** The fault that this request meets, counted. */
    take(operation: OperationName, recipient: string | undefined): Fault | undefined {
      const fault = active.find((candidate) => matches(candidate, operation, recipient));
      if (fault === undefined) return undefined;
      fault.hits += 1;
      if (fault.times !== undefined) {
        fault.times -= 1;
        if (fault.times === 0) active = active.filter((other) => other !== fault);
      }
      changed();
      return fault;
    },
    watch(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export type Faults = ReturnType<typeof createFaults>;

function matches(fault: Fault, operation: OperationName, recipient: string | undefined): boolean {
  const only = fault.operation ?? (SENDING_ONLY.has(fault.kind) ? "chat.sendMessage" : undefined);
  if (only !== undefined && only !== operation) return false;
  return fault.recipient === undefined || fault.recipient.toLowerCase() === recipient?.toLowerCase();
}
