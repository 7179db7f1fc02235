import type { z } from "zod";
import type { SandboxHooks, SandboxOptions } from "./options.ts";
import type { Faults } from "./faults.ts";
import type { Answer, Person } from "./model.ts";
import type { OperationName } from "./operation-names.ts";
import type { RateLimit } from "./rate-limiter.ts";
import type { ServerProfile } from "./servers.ts";
import type { PublicSettings } from "./settings.ts";
import type { Workspace } from "./workspace.ts";

/** What operations work with. */
export interface OperationDeps {
  workspace: Workspace;
  server: ServerProfile;
  settings: PublicSettings;
  faults: Faults;
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
  /** Logging in and asking for the version need no credentials; `caller` is there if they came with the request. */
  anonymous?: true;
  /** The limit that the operation has in place of the default one, on servers where it has. */
  limit?: (server: ServerProfile) => RateLimit | null;
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
