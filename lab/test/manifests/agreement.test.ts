import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { expect, test } from "vitest";

import { ROCKET_CHAT_URL, WEBHOOK_URL } from "../../src/bootstrap/gitlab/context.ts";
import { POD_NETWORK } from "../../src/kubernetes/pod-network.ts";
import { idOf, workloadsOf } from "./support/manifest.ts";
import { ROOT } from "../../src/repository.ts";
import { manifests } from "./support/repository.ts";

const find = (id: string) => manifests.find((manifest) => idOf(manifest) === id);
const containerOf = (id: string) => workloadsOf(manifests).find((workload) => workload.id === id)?.pod.containers[0];
/** Without the digest that Renovate adds. */
const imageOf = (id: string) => containerOf(id)?.image.replace(/@.*$/, "") ?? "";
const service = find("gitlab/Service/gitlab")?.spec as {
  clusterIP?: string;
  ports: { name: string; port: number }[];
};
const portOf = (name: string) => service.ports.find((port) => port.name === name)?.port;
const gitlabRb = find("gitlab/ConfigMap/gitlab")?.data?.["gitlab.rb"] ?? "";
const urlOf = (key: string) => new URL(new RegExp(`^${key} '(.*)'$`, "m").exec(gitlabRb)?.[1] ?? "missing:");

test("the nodes get the name and port of GitLab's Service and configuration", () => {
  const env = containerOf("node-registry/DaemonSet/node-registry")?.env ?? [];
  expect(Object.fromEntries(env.map(({ name, value }) => [name, value]))).toEqual({
    REGISTRY_NAME: "gitlab.gitlab.svc.cluster.local",
    REGISTRY_PORT: String(portOf("registry")),
  });
});

test("GitLab uses one name for itself and its registry, with ports that its Service has", () => {
  expect(portOf("http")).toBe(80);
  expect(urlOf("external_url").href).toBe("http://gitlab.gitlab.svc.cluster.local/");
  expect(urlOf("registry_external_url").href).toBe(`http://gitlab.gitlab.svc.cluster.local:${portOf("registry")}/`);
});

test("the service and its CronJobs use the names of Rocket.Chat and GitLab that the bootstrap gives GitLab", () => {
  expect(find("webhook-app/ConfigMap/webhook-app-settings")?.data).toMatchObject({ ROCKETCHAT_URL: ROCKET_CHAT_URL });
  expect(find("webhook-app/ConfigMap/reconciler-settings")?.data).toMatchObject({
    GITLAB_URL: urlOf("external_url").origin,
    WEBHOOK_URL,
  });
});

test("no address of one cluster's networks is fixed, except the Pod network that lab/up replaces", () => {
  expect(service.clusterIP).toBeUndefined();
  const addresses = JSON.stringify(manifests).match(/\b10\.(96|244)\.[\d./]+/g);
  expect(new Set(addresses)).toEqual(new Set([POD_NETWORK]));
});

const GIB = 2 ** 30;
const UNITS: Record<string, number> = { Gi: GIB, Mi: 2 ** 20, "": 1, m: 0.001 };
const amount = (text = "0") => Number.parseFloat(text) * (UNITS[/[A-Za-z]*$/.exec(text)?.[0] ?? ""] ?? Number.NaN);

test("the memory and the CPUs that the README asks for are enough", () => {
  const said = /A cluster with (\d+) CPUs and (\d+) GB/.exec(readFileSync(join(ROOT, "part-a/README.md"), "utf8"));
  const [cpus, bytes] = [Number(said?.[1]), Number(said?.[2]) * 1e9];
  const kind = readFileSync(join(ROOT, "lab/kind.yaml"), "utf8");
  expect(kind).toContain(`${said?.[2]} GB of memory and ${said?.[1]} CPUs`);

  const all = workloadsOf(manifests).flatMap(({ pod }) => pod.containers.map(({ resources }) => resources));
  const build = parse(find("gitlab-runner/ConfigMap/build-runner")?.data?.["config.toml"] ?? "") as unknown as {
    runners: { kubernetes: Record<string, string> }[];
  };
  const job = build.runners[0]!.kubernetes;
  const sum = (numbers: number[]) => numbers.reduce((left, right) => left + right, 0);
  // Kubernetes itself takes one CPU and 1 GiB.
  expect(sum(all.map((one) => amount(one?.requests?.["cpu"]))) + amount(job["cpu_request"]) + 1).toBeLessThan(cpus);
  const largest = all.map((one) => amount(one?.limits?.["memory"])).sort((left, right) => right - left);
  // GitLab, Rocket.Chat and MongoDB at their limits, beside the job verify.
  expect(sum(largest.slice(0, 3)) + amount(job["memory_limit"]) + GIB).toBeLessThan(bytes);
});

test.each(["build-runner", "deploy-runner"])("%s and GitLab have the same version", (name) => {
  const version = /:(\d+\.\d+\.\d+)-ce\.0$/.exec(imageOf("gitlab/StatefulSet/gitlab"))?.[1];
  expect(imageOf(`gitlab-runner/Deployment/${name}`)).toBe(`gitlab/gitlab-runner:alpine-v${version}`);
});
