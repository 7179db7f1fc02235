import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseAllDocuments } from "yaml";

import { type Manifest, workloadsOf } from "./support/manifest.ts";
import { rendered, ROOT } from "./support/repository.ts";
import { secretsOf } from "./support/secrets-of.ts";

const APP = join(ROOT, "part-a/webhook-app");
const kubectl = spawnSync("sh", ["-c", "command -v kubectl"], { encoding: "utf8" }).stdout.trim();

function run(program: string, args: string[], options: { cwd?: string; path?: string } = {}): string {
  const { cwd = APP, path = process.env["PATH"] ?? "" } = options;
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8", env: { PATH: path } });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${String(status)}:\n${stdout}${stderr}`);
  return stdout;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "overlay-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The shell commands under "Kubernetes" of docs/installing.md. */
function documentedCommands(): string {
  const [, chapter = ""] = readFileSync(join(ROOT, "docs/installing.md"), "utf8").split("\n## Kubernetes\n");
  const commands = [...(chapter.split("\n## ")[0] ?? "").matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
  return commands.map(([, text]) => text).join("");
}

test.skipIf(kubectl === "")("the overlay for a Rocket.Chat outside the cluster leaves nothing of the lab's", () => {
  const text = run(kubectl, ["kustomize", "k8s-overlays/external"]);
  const objects = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
  // kustomize's hashes have no other letters.
  const hash = /-[bcdfghkmt2456789]{10}$/;
  const ids = (manifests: Manifest[]) =>
    manifests.map(({ kind, metadata }) => `${kind}/${metadata.name.replace(hash, "")}`).sort();
  expect(ids(objects)).toEqual(ids(rendered["part-a/webhook-app/k8s"]?.manifests ?? []));
  expect(text).toContain("image: registry.example.com/team/webhook-app:1\n");
  expect(text).toContain("ROCKETCHAT_URL: https://chat.example.com\n");
  // The namespaces of the lab; "rocket-chat" alone would also be in words.
  expect(text.match(/rocket-chat|: gitlab$|- gitlab$|ci-deploy|gitlab\.gitlab/gm)).toBeNull();
});

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
  const needed = workloadsOf(rendered["part-a/webhook-app/k8s"]?.manifests ?? []).flatMap(secretsOf);
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
