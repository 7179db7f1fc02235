import { expect, test } from "vitest";
import { takeAllSteps } from "../../src/lab.ts";
import { createStepper } from "../../src/step.ts";
import { startLab, type StartedLab } from "./support/start-lab.ts";

const NO_SECRET = new Set(["username", "id", "ROCKETCHAT_USER_ID"]);

/** Key and value of everything secret in the cluster. */
function valuesOf({ kubernetes }: StartedLab): [string, string][] {
  const secrets = kubernetes.keys().filter((key) => key.startsWith("Secret/"));
  const values = secrets.flatMap((key) => {
    const [, namespace = "", name = ""] = key.split("/");
    return Object.entries(kubernetes.secret(namespace, name) ?? {});
  });
  return values.filter(([key]) => !NO_SECRET.has(key));
}

test("no output contains a value of a Secret", async () => {
  const started = await startLab();
  const { lab, kubernetes, gitlab } = started;
  const told: string[] = [];
  const patience = { say: (line: string) => void told.push(line), seconds: 0, everyMs: 1 };
  const telling = { ...lab, patience: { start: patience, pipeline: patience } };
  const take = createStepper({ dryRun: false, report: (...parts) => void told.push(parts.join(" ")) });
  await takeAllSteps(take, telling);
  const values = valuesOf(started);
  expect(values.length).toBeGreaterThan(15);

  // And what goes wrong is told without them as well.
  Object.assign(gitlab.state, { hooks: [], signs: false });
  gitlab.state.tokens.clear();
  kubernetes.forget("Secret/webhook-app/webhook-app-secrets");
  await takeAllSteps(take, telling).catch((error: unknown) => told.push(String(error)));
  expect(told.at(-1)).toContain("without its signing token");
  const leaked = [...values, ...valuesOf(started)].filter(([, value]) => told.join("\n").includes(value));
  expect(leaked.map(([key]) => key)).toEqual([]);
});
