import { beforeEach, describe, expect, test, vi } from "vitest";
import { applyAdapter, removeAdapter, stopAdapter } from "../../e2e/monitoring/adapter.ts";
import { kubectlStandIn } from "./support/kubectl-stand-in.ts";

beforeEach(() => vi.unstubAllEnvs());

const DONE = {
  apply: "",
  label: "",
  delete: "",
  scale: "",
  "-n monitoring rollout": "",
};

/** A cluster in which these labels are on the APIService of custom metrics; undefined: there is none. */
function cluster(labels?: Record<string, string>) {
  const deployment = (name: string, app: string) => {
    return { metadata: { name }, spec: { replicas: 3, template: { metadata: { labels: { app, tier: "x" } } } } };
  };
  const there = {
    "get apiservice": { metadata: { labels }, spec: { service: { namespace: "metrics", name: "served" } } },
    "get -n metrics service served": { spec: { selector: { app: "adapter" } } },
    "get -n metrics deployments": { items: [deployment("other", "other"), deployment("theirs", "adapter")] },
  };
  const { folder, calls } = kubectlStandIn({ ...DONE, ...(labels ? there : { "get apiservice": "" }) });
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
  return { changes: () => calls().filter((call) => !call.startsWith("get ")) };
}

describe("an adapter that the cluster already has", () => {
  test("is used unchanged", async () => {
    const { changes } = cluster({});
    expect(await applyAdapter()).toContain("the cluster's own adapter is used, metrics/theirs");
    expect(changes()).toEqual([]);
  });

  test("stays in the end", async () => {
    const { changes } = cluster({});
    expect(await removeAdapter()).toContain("stays");
    expect(changes()).toEqual([]);
  });

  test("is stopped, and gets its replicas back", async () => {
    const { changes } = cluster({});
    const start = await stopAdapter();
    await start();
    expect(changes()).toEqual([
      "scale -n metrics deployment/theirs --replicas=0",
      "scale -n metrics deployment/theirs --replicas=3",
    ]);
  });
});

test.each([
  ["none", undefined],
  ["one of an earlier run", { "made-by": "e2e" }],
])("where there is %s, part-b's is applied, marked, and removed again", async (_, labels) => {
  const { changes } = cluster(labels);
  await applyAdapter();
  expect(changes()).toContain("label --overwrite apiservice v1beta1.custom.metrics.k8s.io made-by=e2e");
  await removeAdapter();
  expect(changes().at(-1)).toMatch(/^delete -f .*part-b\/prometheus-metrics-adaptor\.yaml/);
});
