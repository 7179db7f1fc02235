import { join } from "node:path";
import { expect, test } from "vitest";

import { readKustomization } from "./support/kustomization.ts";
import { containersOf, workloadsOf } from "./support/manifest.ts";
import { ROOT } from "../../src/repository.ts";
import { manifests } from "./support/repository.ts";
import { asWritten } from "./support/schemas.ts";

const BASE = "part-a/webhook-app/k8s";
const read = (folder: string) => readKustomization(join(ROOT, folder), ROOT).manifests;
const base = [BASE, `${BASE}/canary`, `${BASE}/reconciler`].flatMap(read);

test("the base names nothing of the lab", () => {
  // Namespaces and Services, and not the path /webhooks/gitlab.
  const names =
    /(?<![\w/-])(rocket-chat|gitlab|ci-build|ci-deploy|monitoring|gitlab-bot)(?![\w-])|\.svc\.cluster\.local/g;
  expect(JSON.stringify(base.map(asWritten)).match(names)).toBeNull();
});

test("whatever uses the service's settings can read the CA's certificate that they may name", () => {
  const takers = workloadsOf(manifests).filter((workload) =>
    containersOf(workload).some(({ envFrom = [] }) =>
      envFrom.some(({ configMapRef }) => configMapRef?.name === "webhook-app-settings"),
    ),
  );
  expect(new Set(takers.map(({ pod }) => pod.containers[0]?.name))).toEqual(
    new Set(["canary", "reconciler", "webhook-app"]),
  );
  for (const { pod } of takers) {
    const volume = { secretName: "webhook-app-ca", optional: true, items: [{ key: "ca.crt", path: "ca.crt" }] };
    expect(pod.volumes).toContainEqual({ name: "ca", secret: volume });
    const mount = { name: "ca", mountPath: "/etc/webhook-app-ca", readOnly: true };
    expect(pod.containers[0]?.volumeMounts).toContainEqual(mount);
  }
});

test("a service that migrates its database for an hour is left alone meanwhile", () => {
  const service = workloadsOf(manifests).find(({ id }) => id === "webhook-app/Deployment/webhook-app");
  const { periodSeconds = 10, failureThreshold = 3 } = service?.pod.containers[0]?.startupProbe ?? {};
  expect(periodSeconds * failureThreshold).toBeGreaterThanOrEqual(3_600);
});
