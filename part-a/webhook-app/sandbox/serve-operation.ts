import { answerCall, type AnswerDeps } from "./answer-call.ts";
import type { Operation } from "./operation.ts";
import type { SandboxHooks } from "./options.ts";
import { playFault, type SandboxContext } from "./play-fault.ts";
import { readInput } from "./read-input.ts";

export interface ServeDeps extends AnswerDeps {
  hooks: SandboxHooks;
}

/** Handles one request from arrival to answer: counts it, applies faults, runs the operation, answers. */
export async function serveOperation(
  context: SandboxContext,
  operation: Operation,
  deps: ServeDeps,
): Promise<Response> {
  const { clock, faults, hooks } = deps;
  const input = await readInput(context);
  const recipient = operation.recipient?.(input, deps);
  const note = { operation: operation.name, recipient, at: clock() };
  if (operation.name === "chat.sendMessage") countAttempt(input, deps);
  await hooks.onRequest?.(note);

  const fault = faults.take(operation, recipient);
  const instead = fault?.when === "before" ? await playFault(fault, context, clock()) : undefined;
  if (instead) return instead;
  const answer = await answerCall(context, operation, input, deps);
  const after = fault?.when === "after" ? await playFault(fault, context, clock()) : undefined;
  if (after) return after;
  await hooks.beforeAnswer?.({ ...note, status: answer.status });
  return context.json(answer.body, answer.status);
}

function countAttempt(input: unknown, { workspace }: ServeDeps): void {
  const { _id: id } = (input as { message?: { _id?: unknown } } | null)?.message ?? {};
  if (typeof id === "string") workspace.ledger.countAttempt(id);
}
