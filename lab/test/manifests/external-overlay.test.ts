import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parseAllDocuments } from "yaml";

import { exceptions } from "./exceptions.ts";
import { rules } from "./rules/all.ts";
import { readKustomization } from "./support/kustomization.ts";
import type { Manifest } from "../../src/manifest.ts";
import { idOf, workloadsOf } from "./support/manifest.ts";
import { ROOT } from "../../src/repository.ts";
import { rendered } from "./support/repository.ts";
import { asWritten } from "./support/schemas.ts";
import { secretsOf } from "./support/secrets-of.ts";

const APP = join(ROOT, "part-a/webhook-app");
const kubectl = spawnSync("sh", ["-c", "command -v kubectl"], { encoding: "utf8" }).stdout.trim();
const OPTIONAL =
  /CronJob\/(canary|reconciler)$|NetworkPolicy\/(canary|reconciler|gitlab)$|ConfigMap\/reconciler-settings$/;

function run(program: string, args: string[], options: { cwd?: string; path?: string } = {}): string {
  const { cwd = APP, path = process.env["PATH"] ?? "" } = options;
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    env: { PATH: path, GITLAB_TOKEN: "glpat-made-up" },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${String(status)}:\n${stdout}${stderr}`);
  return stdout;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "overlay-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of the base and the overlay; `everything`: with what the overlay offers in comments. */
function copyOfOverlay(everything: boolean): { root: string; overlay: string } {
  const root = temporaryFolder();
  for (const name of ["k8s", "k8s-overlays"]) cpSync(join(APP, name), join(root, name), { recursive: true });
  const overlay = join(root, "k8s-overlays/external");
  for (const file of everything ? ["kustomization.yaml", "recipients.yaml"] : []) {
    const text = readFileSync(join(overlay, file), "utf8");
    // Items and keys, and not what is said in words.
    writeFileSync(join(overlay, file), text.replaceAll(/^( *)# (?= *(?:- |[a-z]+:))/gm, "$1"));
  }
  return { root, overlay };
}

const LAB = /(?<![\w/-])(rocket-chat|gitlab|ci-build|ci-deploy)(?![\w-])|\.svc\.cluster\.local/g;
const ids = (manifests: Manifest[]) => manifests.map(idOf).sort();

describe.each([
  { overlay: "as it is", everything: false },
  { overlay: "with canary and reconciler", everything: true },
])("the overlay for a Rocket.Chat outside the cluster, $overlay,", ({ everything }) => {
  test("has the lab's objects, and none of its names", () => {
    const { root, overlay } = copyOfOverlay(everything);
    const { manifests } = readKustomization(overlay, root);
    const labs = ids(rendered["part-a/webhook-app/k8s-overlays/lab"]?.manifests ?? []);
    expect(ids(manifests)).toEqual(labs.filter((id) => everything || !OPTIONAL.test(id)));
    const settings = manifests.find(({ metadata }) => metadata.name === "webhook-app-settings")?.data;
    expect(settings).toMatchObject({ ROCKETCHAT_URL: "https://chat.example.com" });
    const policies = new Set(["rocket-chat", "gitlab"]);
    const named = manifests.filter(({ kind, metadata }) => kind !== "NetworkPolicy" || !policies.has(metadata.name));
    expect(JSON.stringify(named).match(LAB)).toBeNull();
  });

  test("breaks no rule that the lab keeps", () => {
    const { root, overlay } = copyOfOverlay(everything);
    const { manifests } = readKustomization(overlay, root);
    // Its image is where the reader has pushed it.
    for (const { name, find } of rules.filter((rule) => rule.name !== "image from Docker Hub")) {
      const excepted = new Set(exceptions.filter(({ rule }) => rule === name).map(({ subject }) => subject));
      expect({ rule: name, broken: find(manifests).filter((id) => !excepted.has(id)) }).toEqual({
        rule: name,
        broken: [],
      });
    }
  });

  test.skipIf(kubectl === "")("is to kubectl what it is to the tests", () => {
    const { root, overlay } = copyOfOverlay(everything);
    const objects = parseAllDocuments(run(kubectl, ["kustomize", overlay])).map((one) => one.toJS() as Manifest);
    const { manifests } = readKustomization(overlay, root);
    // kustomize's hashes have no other letters.
    const text = JSON.stringify(objects.toSorted(byId)).replaceAll(/-[bcdfghkmt2456789]{10}"/g, '"');
    expect(JSON.parse(text)).toEqual(manifests.map(asWritten).toSorted(byId));
  });
});

const byId = (left: object, right: object) => idOf(left as Manifest).localeCompare(idOf(right as Manifest));

/** The shell commands under "Kubernetes" of docs/installing.md. */
function documentedCommands(): string {
  const [, chapter = ""] = readFileSync(join(ROOT, "docs/installing.md"), "utf8").split("\n## Kubernetes\n");
  const commands = [...(chapter.split("\n## ")[0] ?? "").matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
  return commands.map(([, text]) => text).join("");
}

test.skipIf(kubectl === "")("the documented commands make every Secret that its Pods need", () => {
  const folder = temporaryFolder();
  const bin = join(folder, "bin");
  mkdirSync(bin);
  // What makes a Secret is run by the real kubectl, without a cluster: it would otherwise ask whatever listens on
  // localhost:8080, and keep the answer in its cache. All else is taken as done.
  const script = `#!/bin/sh
case "$*" in
  *"create secret"*) exec '${kubectl}' "$@" --dry-run=client --output=json --server=http://127.0.0.1:1 ;;
esac
`;
  for (const program of ["kubectl", "docker"]) {
    writeFileSync(join(bin, program), script);
    chmodSync(join(bin, program), 0o755);
  }
  for (const name of ["k8s", "k8s-overlays"]) cpSync(join(APP, name), join(folder, name), { recursive: true });
  const env = readFileSync(join(APP, ".env.example"), "utf8").replaceAll(/^(ROCKETCHAT_\w+)=$/gm, "$1=filled-in");
  writeFileSync(join(folder, ".env"), `${env}GITLAB_SIGNING_TOKENS=whsec_AAAA+/8=\n`);

  const output = run("sh", ["-euc", documentedCommands()], {
    cwd: folder,
    path: `${bin}:${process.env["PATH"] ?? ""}`,
  });
  const made = JSON.parse(`[${output.trim().replaceAll(/\}\s*\{/g, "},{")}]`) as Secret[];
  const keys = made.flatMap(({ metadata, data }) =>
    Object.keys(data).map((key) => `${metadata.namespace}/${metadata.name}/${key}`),
  );
  const needed = workloadsOf(rendered["part-a/webhook-app/k8s-overlays/lab"]?.manifests ?? []).flatMap(secretsOf);
  expect(needed.length).toBeGreaterThan(3);
  expect(keys).toEqual(expect.arrayContaining(needed));
  expect(keys).toContain("webhook-app/webhook-app-secrets/GITLAB_SIGNING_TOKENS");
  const token = made[0]?.data["GITLAB_SIGNING_TOKENS"] ?? "";
  expect(Buffer.from(token, "base64").toString()).toBe("whsec_AAAA+/8=");
});

interface Secret {
  metadata: { namespace: string; name: string };
  data: Record<string, string>;
}
