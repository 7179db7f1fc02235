import { expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/kubernetes/connect.ts";
import { readiness } from "../../src/kubernetes/readiness.ts";
import { startKubernetesApi } from "./support/kubernetes-api.ts";
import type { Stored } from "./support/kubernetes-objects.ts";

const NAME = { apiVersion: "apps/v1", kind: "Deployment", metadata: { namespace: "n", name: "app" } };
const labels = { "app.kubernetes.io/name": "app" };
const spec = { replicas: 2, selector: { matchLabels: labels } };
const pod = (status: object): Stored => {
  return { apiVersion: "v1", kind: "Pod", metadata: { namespace: "n", name: "app-1", labels }, status };
};
const warning = (name: string, message: string, lastTimestamp: string): Stored => {
  const involvedObject = { kind: "Pod", namespace: "n", name };
  const metadata = { namespace: "n", name: message };
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata,
    involvedObject,
    type: "Warning",
    reason: "R",
    message,
    lastTimestamp,
  };
};

async function ask(...objects: Stored[]) {
  const kubernetes = await startKubernetesApi();
  onTestFinished(() => kubernetes.close());
  for (const object of objects) kubernetes.put(object);
  return readiness(connect(kubernetes.config), NAME);
}

test("a Deployment is ready when its newest revision is completely available", async () => {
  const status = { observedGeneration: 1, availableReplicas: 2, updatedReplicas: 2 };
  expect(await ask({ ...NAME, spec, status })).toEqual({ ready: true, detail: "2 of 2 ready" });
  const half = { ...status, updatedReplicas: 1 };
  expect(await ask({ ...NAME, spec, status: half })).toMatchObject({ ready: false });
  const old: Stored = { ...NAME, metadata: { ...NAME.metadata, generation: 2 }, spec, status };
  expect(await ask(old)).toMatchObject({ ready: false });
});

test("a missing object is not ready", async () => {
  expect(await ask()).toEqual({ ready: false, detail: "is not there" });
});

test("a Pod that no node accepts says why", async () => {
  const message = "0/1 nodes are available: 1 Insufficient memory.";
  const conditions = [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }];
  const { detail } = await ask({ ...NAME, spec, status: {} }, pod({ conditions }));
  expect(detail).toBe(`0 of 2 ready: app-1 waits for a node: ${message}`);
});

test("a Pod whose containers run shows its own latest warning", async () => {
  const running = pod({ containerStatuses: [{ name: "app", state: { running: {} } }] });
  const { detail } = await ask(
    { ...NAME, spec, status: { availableReplicas: 1 } },
    running,
    warning("app-1", "Readiness probe failed", "2026-11-26T10:01:00Z"),
    warning("app-1", "something before", "2026-11-26T10:00:00Z"),
    warning("other-1", "something of another", "2026-11-26T10:02:00Z"),
  );
  expect(detail).toBe("1 of 2 ready: app-1 R: Readiness probe failed");
});
