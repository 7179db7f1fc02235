import { errorText } from "./error-text.ts";

/** One thing that the lab needs: how to check it, and how to make it so. */
export interface Step {
  /** System and thing, as in "GitLab: webhook". */
  name: string;
  /** Changes nothing. Resolves to a short description of what to change; undefined if nothing. */
  check: () => Promise<string | undefined>;
  /** Makes the change; called only after `check` found something, and followed by another `check`. */
  change: () => Promise<void>;
}

export type Outcome = "unchanged" | "changed" | "would change";

/** Called at the end of each step. */
export type Report = (name: string, outcome: Outcome, what?: string) => void;

/** Takes one step; see createStepper. */
export type Take = (step: Step) => Promise<void>;

/** A value is missing that only an earlier change can provide, so this cannot be checked yet. */
export class NotYet extends Error {
  override name = "NotYet";
}

/** A value that one step provides and later ones need. */
export interface Slot<T> {
  /** @throws NotYet before it is set */
  get(): T;
  set(value: T): void;
}

/** Creates an empty slot; errors call its value `what`. */
export function createSlot<T>(what: string): Slot<T> {
  let held: { value: T } | undefined;
  return {
    get() {
      if (held === undefined) throw new NotYet(`${what} is not available yet`);
      return held.value;
    },
    set(value) {
      held = { value };
    },
  };
}

/**
 * Makes the function that takes steps, one after the other. What `check` found is changed, then checked again:
 * this catches changes that an API accepted but did not make (GitLab ignores a signing token that it does not support).
 *
 * @param options dryRun: changes nothing; a step that cannot be checked before an earlier change counts as a change
 */
export function createStepper({ dryRun, report }: { dryRun: boolean; report: Report }): Take {
  return async (step) => {
    try {
      const todo = dryRun ? await lookAhead(step) : await step.check();
      if (todo === undefined) return report(step.name, "unchanged");
      if (dryRun) return report(step.name, "would change", todo);
      await step.change();
      const left = await step.check();
      if (left !== undefined) throw new Error(`the change was applied, but verification still fails: ${left}`);
      report(step.name, "changed", todo);
    } catch (error) {
      throw new Error(`${step.name}: ${errorText(error)}`, { cause: error });
    }
  };
}

async function lookAhead(step: Step): Promise<string | undefined> {
  try {
    return await step.check();
  } catch (error) {
    if (error instanceof NotYet) return error.message;
    throw error;
  }
}
