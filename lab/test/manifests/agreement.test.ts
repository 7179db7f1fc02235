import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";
import { parse } from "yaml";

import { idOf, workloadsOf } from "./support/manifest.ts";
import { manifests, ROOT } from "./support/repository.ts";

const find = (id: string) => manifests.find((manifest) => idOf(manifest) === id);
const containerOf = (id: string) => workloadsOf(manifests).find((workload) => workload.id === id)?.pod.containers[0];
const service = find("gitlab/Service/gitlab")?.spec as {
  clusterIP: string;
  ports: { name: string; port: number }[];
};
const portOf = (name: string) => service.ports.find((port) => port.name === name)?.port;
const gitlabRb = find("gitlab/ConfigMap/gitlab")?.data?.["gitlab.rb"] ?? "";
const urlOf = (key: string) => new URL(new RegExp(`^${key} '(.*)'$`, "m").exec(gitlabRb)?.[1] ?? "missing:");

test("the nodes are told the address, name and port that GitLab's Service and configuration have", () => {
  const env = containerOf("node-registry/DaemonSet/node-registry")?.env ?? [];
  expect(Object.fromEntries(env.map(({ name, value }) => [name, value]))).toEqual({
    REGISTRY_ADDRESS: service.clusterIP,
    REGISTRY_NAME: "gitlab.gitlab.svc.cluster.local",
    REGISTRY_PORT: String(portOf("registry")),
  });
});

test("GitLab calls itself and its registry by the one name, at ports that its Service has", () => {
  expect(portOf("http")).toBe(80);
  expect(urlOf("external_url").href).toBe("http://gitlab.gitlab.svc.cluster.local/");
  expect(urlOf("registry_external_url").href).toBe(`http://gitlab.gitlab.svc.cluster.local:${portOf("registry")}/`);
});

test("the fixed address is in the static part of the range that kind's configuration has", () => {
  const kind = parse(readFileSync(join(ROOT, "lab/kind.yaml"), "utf8")) as { networking: { serviceSubnet: string } };
  expect(kind.networking.serviceSubnet).toBe("10.96.0.0/16");
  expect(service.clusterIP).toMatch(/^10\.96\.0\.\d+$/);
  // .1 is the API server's, .10 the DNS server's.
  expect(["10.96.0.1", "10.96.0.10"]).not.toContain(service.clusterIP);
});

test.each(["build-runner", "deploy-runner"])("%s and GitLab have the same version", (name) => {
  const version = /:(\d+\.\d+\.\d+)-ce\.0$/.exec(containerOf("gitlab/StatefulSet/gitlab")?.image ?? "")?.[1];
  expect(containerOf(`gitlab-runner/Deployment/${name}`)?.image).toBe(`gitlab/gitlab-runner:alpine-v${version}`);
});
