import type { z } from "zod";
import type { SandboxHooks, SandboxOptions } from "./options.ts";
import type { Faults } from "./faults.ts";
import type { Answer, Person } from "./model.ts";
import type { OperationName } from "./operation-names.ts";
import type { RateLimit } from "./rate-limiter.ts";
import type { ServerProfile } from "./servers.ts";
import type { PublicSettings } from "./settings.ts";
import type { Workspace } from "./workspace.ts";

/** The dependencies of operations. */
export interface OperationDeps {
  workspace: Workspace;
  server: ServerProfile;
  settings: PublicSettings;
  faults: Faults;
  clock: () => number;
  replay: NonNullable<SandboxOptions["replay"]>;
  onStored: NonNullable<SandboxHooks["onStored"]>;
}

/** One operation of the REST API: its route, its input and what it does. */
export interface Operation<Schema extends z.ZodType = z.ZodType> {
  name: OperationName;
  method: "GET" | "POST";
  paths: readonly string[];
  input: Schema;
  /** Login and the version need no credentials; `caller` is set if the request has them. */
  anonymous?: true;
  /** The operation's own rate limit, on servers where it has one. */
  limit?: (server: ServerProfile) => RateLimit | null;
  /** The username that a request is about, from its unvalidated input. */
  recipient?: (input: unknown, deps: OperationDeps) => string | undefined;
  run: (
    call: { input: z.output<Schema>; caller: Person; headers: Headers },
    deps: OperationDeps,
  ) => Answer | Promise<Answer>;
}

/** Makes the types of schema and `run` agree. */
export function operation<Schema extends z.ZodType>(definition: Operation<Schema>): Operation {
  return definition;
}
