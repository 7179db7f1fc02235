import { expect, test } from "vitest";
import { LAB_SECRETS } from "../../src/secrets.ts";
import { bringUp, startLab } from "./support/start-lab.ts";
import type { Stored } from "./support/kubernetes-objects.ts";

/** Set by the pipeline or by the bootstrap after the object was applied. */
const CHANGED_LATER = new Set(["webhook-app", "canary", "reconciler", "build-runner", "deploy-runner"]);

test("every object is applied as in the manifests: the client library drops nothing", async () => {
  const started = await startLab({ whole: true });
  await bringUp(started);
  const { folders, render } = started.lab;
  const rendered = (await Promise.all([folders.around, folders.service].map(render))).flat();
  expect(rendered.length).toBeGreaterThan(LAB_SECRETS.length);
  for (const { apiVersion, kind, metadata, ...rest } of rendered as unknown as Stored[]) {
    const isChanged = CHANGED_LATER.has(metadata.name) && (kind === "Deployment" || kind === "CronJob");
    if (isChanged) continue;
    const stored = started.kubernetes.get(`${kind}/${metadata.namespace ?? ""}/${metadata.name}`)!;
    const { status: _status, metadata: _metadata, ...arrived } = stored;
    expect(arrived, `${kind} ${metadata.name}`).toEqual({ apiVersion, kind, ...rest });
  }
});
