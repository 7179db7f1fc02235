import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";

/** Runs lab/NAME against a kube context where nothing listens. */
async function lab(name: string, args: string[], kubeconfig?: string) {
  const folder = await mkdtemp(join(tmpdir(), "kube-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "config");
  const cluster = { name: "away", cluster: { server: "https://127.0.0.1:65530" } };
  const context = { name: "away", context: { cluster: "away", user: "nobody" } };
  const config = { clusters: [cluster], contexts: [context], users: [{ name: "nobody", user: {} }] };
  await writeFile(file, JSON.stringify({ ...config, "current-context": "away" }));
  const program = new URL(`../../${name}`, import.meta.url).pathname;
  const env = { PATH: process.env["PATH"], HOME: folder, KUBECONFIG: kubeconfig ?? file };
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  const [code] = (await once(child, "close")) as [number];
  return { code, stdout: await stdout, stderr: await stderr };
}

test("down removes nothing without --yes, and names the cluster from which it would remove", async () => {
  const { code, stdout, stderr } = await lab("down", []);
  expect(code).toBe(1);
  expect(stdout).toContain("kube context away (https://127.0.0.1:65530)");
  expect(stderr).toContain("To confirm: lab/down --yes");
});

test.each(["up", "down", "status"])("%s --help says what it does, and does nothing", async (name) => {
  const { code, stdout, stderr } = await lab(name, ["--help"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain(`usage: lab/${name}`);
});

test("a misspelt option is rejected before anything is done", async () => {
  const { code, stdout, stderr } = await lab("up", ["--dryrun"]);
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain("--dryrun");
});

test.each([["up", "--dry-run"], ["status"], ["down", "--yes"]])(
  "%s says when the cluster does not answer",
  async (name, ...args) => {
    const { code, stderr } = await lab(name, args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/the cluster does not answer .*ECONNREFUSED.*: is it running/);
  },
);

test.each([[], ["--dry-run"]])("without a kube context it says in one sentence how to get one", async (...args) => {
  const { code, stdout, stderr } = await lab("up", args, "");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toBe("\nno kube context: kind create cluster --config lab/kind.yaml, or set KUBECONFIG\n");
});

test("a missing kubeconfig is named in one sentence", async () => {
  const { code, stdout, stderr } = await lab("up", ["--dry-run"], "/no/such/kubeconfig");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(
    /^\nthe kubeconfig cannot be read \(.*\/no\/such\/kubeconfig.*\): set KUBECONFIG to a valid one\n$/,
  );
});
