import type { z } from "zod";
import type { SandboxHooks, SandboxOptions } from "./options.ts";
import type { Answer, Person } from "./model.ts";
import type { OperationName } from "./operation-names.ts";
import type { Workspace } from "./workspace.ts";

/** What operations work with. */
export interface OperationDeps {
  workspace: Workspace;
  clock: () => number;
  replay: NonNullable<SandboxOptions["replay"]>;
  onStored: NonNullable<SandboxHooks["onStored"]>;
}

/** One operation of the REST API: where it is, what it takes, what it does. */
export interface Operation<Schema extends z.ZodType = z.ZodType> {
  name: OperationName;
  method: "GET" | "POST";
  paths: readonly string[];
  input: Schema;
  /** Logging in and asking for the version need no credentials. */
  anonymous?: true;
  /** Username that a request is about, from its unchecked input. */
  recipient?: (input: unknown, deps: OperationDeps) => string | undefined;
  run: (
    call: { input: z.output<Schema>; caller: Person; headers: Headers },
    deps: OperationDeps,
  ) => Answer | Promise<Answer>;
}

/** Keeps the types of schema and `run` in step. */
export function operation<Schema extends z.ZodType>(definition: Operation<Schema>): Operation {
  return definition;
}
