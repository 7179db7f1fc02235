import { expect, test } from "vitest";

import { idOf, matches, workloadsOf } from "../manifests/support/manifest.ts";
import { manifests } from "../manifests/support/repository.ts";
import { LAB_SECRETS } from "../../src/secrets.ts";
import { text } from "../../src/monitoring/part-b.ts";

/** As kubectl takes them. */
const KINDS: Record<string, string> = {
  deployment: "Deployment",
  statefulset: "StatefulSet",
  service: "Service",
  hpa: "HorizontalPodAutoscaler",
  secret: "Secret",
};

/** What is there only where somebody has made it. */
const BY_HAND = ["rocket-chat/Secret/rocket-chat-license"];

/** What a chart makes stands in rendered-stack.test.ts. */
const OF_CHARTS = "monitoring";

const workloads = workloadsOf(manifests);
const secrets = LAB_SECRETS.map(({ namespace, name }) => `${namespace}/Secret/${name}`);
const known = new Set([...manifests.map(idOf), ...secrets, ...BY_HAND]);

const commands = [...text("runbook.md").matchAll(/`(kubectl[^`]+)`|^ {4}(kubectl .+)$/gm)]
  .map(([, inText, block]) => (inText ?? block ?? "").replaceAll(/\s+/g, " "))
  .map((command) => ({ command, namespace: /^kubectl -n (\S+)/.exec(command)?.[1] }))
  .filter(({ namespace }) => namespace !== undefined && namespace !== OF_CHARTS);

/** `deployment/name` anywhere, or `describe hpa name`. */
function objectsOf(command: string, namespace: string): string[] {
  const kinds = Object.keys(KINDS).join("|");
  const named = new RegExp(`\\b(${kinds})/([\\w-]+)|(?:get|describe) (${kinds}) ([\\w-]+)`, "g");
  return [...command.matchAll(named)].map(
    ([, kind, name, asked, of]) => `${namespace}/${KINDS[kind ?? asked ?? ""]}/${name ?? of}`,
  );
}

test("the runbook uses kubectl only with namespaces that the manifests have", () => {
  expect(commands.length).toBeGreaterThan(15);
  const unknown = commands.filter(({ namespace }) => !known.has(`Namespace/${namespace}`));
  expect(unknown).toEqual([]);
});

test("every object that the runbook names by kind and name is in the manifests, or made by the bootstrap", () => {
  const named = commands.flatMap(({ command, namespace = "" }) => objectsOf(command, namespace));
  expect(named).toContain("webhook-app/HorizontalPodAutoscaler/webhook-app");
  expect(named).toContain("webhook-app/StatefulSet/postgresql");
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});

test("every label by which the runbook selects Pods exists on some Pods there", () => {
  const asked = commands.flatMap(({ command, namespace = "" }) =>
    [...command.matchAll(/ -l ([\w./-]+)=([\w.-]+)/g)].map(([, key = "", value = ""]) => ({ namespace, key, value })),
  );
  expect(asked.length).toBeGreaterThan(3);
  const without = asked.filter(
    ({ namespace, key, value }) =>
      !workloads.some((workload) => workload.namespace === namespace && matches({ [key]: value }, workload.labels)),
  );
  expect(without).toEqual([]);
});

test("if the runbook lists all Pods of a namespace, some exist there", () => {
  const asked = commands.filter(({ command }) => / get (?:\w+,)*pods\b/.test(command) && !command.includes(" -l "));
  const empty = asked.filter(({ namespace }) => !workloads.some((workload) => workload.namespace === namespace));
  expect(empty).toEqual([]);
});
