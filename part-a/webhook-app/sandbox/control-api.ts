import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { z } from "zod";
import { faultSchema, type Faults } from "./faults.ts";
import type { Workspace } from "./workspace.ts";

const faultsBody = z.strictObject({ faults: z.array(faultSchema) });

export interface ControlDeps {
  workspace: Workspace;
  faults: Faults;
  reset: () => void;
}

/** The sandbox's own routes, under a prefix that Rocket.Chat does not use. */
export function createControlApi({ workspace, faults, reset }: ControlDeps): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>().basePath("/sandbox");
  const listed = (context: Context) => context.json({ faults: faults.list() });

  app.get("/faults", listed);
  app.put("/faults", async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined);
    const parsed = faultsBody.safeParse(body);
    if (!parsed.success) return context.json({ error: z.prettifyError(parsed.error) }, 400);
    faults.replace(parsed.data.faults);
    return listed(context);
  });
  app.delete("/faults", (context) => {
    faults.replace([]);
    return listed(context);
  });

  app.post("/users/:username/:change{deactivate|activate}", (context) => {
    const { username, change } = context.req.param();
    const person = workspace.people.byUsername(username);
    if (person === undefined) return context.json({ error: `There is nobody called ${username}.` }, 404);
    workspace.record({ kind: "active", userId: person.id, active: change === "activate" });
    return context.json({ username, active: person.active });
  });

  app.post("/users/:username/recreate", (context) => {
    const { username } = context.req.param();
    const person = workspace.people.byUsername(username);
    if (person === undefined) return context.json({ error: `There is nobody called ${username}.` }, 404);
    workspace.replacePerson(person);
    return context.json({ username, userId: workspace.people.byUsername(username)?.id });
  });

  app.get("/messages", (context) => {
    const { ledger } = workspace;
    const messages = ledger.messages(context.req.query("recipient")).map(({ id, recipient, msg, ts }) => {
      return { _id: id, recipient, msg, ts };
    });
    const attempts = Object.fromEntries(ledger.attemptedIds().map((id) => [id, ledger.attempts(id)]));
    return context.json({ messages, attempts });
  });
  app.post("/reset", (context) => {
    reset();
    return context.body(null, 204);
  });
  return app;
}
