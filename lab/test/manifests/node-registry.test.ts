import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { shellOf, USERLANDS } from "../support/userlands.ts";
import { ROOT } from "../../src/repository.ts";

const MARK = "# node-registry: gitlab.gitlab.svc.cluster.local";
const LINE = `10.43.7.9 gitlab.gitlab.svc.cluster.local ${MARK}`;
const FOREIGN = "127.0.0.1 localhost\n10.0.0.1 gitlab.gitlab.svc.cluster.local.example # somebody else's\n";
const env = {
  REGISTRY_NAME: "gitlab.gitlab.svc.cluster.local",
  REGISTRY_PORT: "5050",
};

let directory: string;
let running: ChildProcess[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "node-registry-"));
  running = [];
  await mkdir(join(directory, "node/certs.d/docker.io"), { recursive: true });
  await mkdir(join(directory, "tmp"));
  await mkdir(join(directory, "bin"));
  await answerDns("10.43.7.9");
  await writeFile(join(directory, "node/hosts"), FOREIGN);
});

afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  await rm(directory, { recursive: true });
});

/** As BusyBox 1.35 prints it; undefined: no answer. */
async function answerDns(address: string | undefined): Promise<void> {
  const server = "Server:\\t\\t10.43.0.10\\nAddress:\\t10.43.0.10:53\\n\\n";
  const script =
    address === undefined
      ? `printf "${server}** server can't find $2: NXDOMAIN\\n\\n"; exit 1`
      : `printf "${server}Name:\\t$2\\nAddress: ${address}\\n\\n"`;
  await writeFile(join(directory, "bin/nslookup"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

const hosts = () => readFile(join(directory, "node/hosts"), "utf8");
const hostsToml = () =>
  readFile(join(directory, "node/certs.d/gitlab.gitlab.svc.cluster.local:5050/hosts.toml"), "utf8").catch(() => "");

async function end(child: ChildProcess): Promise<number | null> {
  child.kill("SIGTERM");
  const [code] = (await once(child, "exit")) as [number | null];
  return code;
}

describe.each(USERLANDS)("$name:", (userland) => {
  /** The script as it is, but for where the DaemonSet mounts the node's files. */
  async function start(): Promise<ChildProcess> {
    const script = await readFile(join(ROOT, "part-a/k8s-manifests/node-registry/node-registry.sh"), "utf8");
    const moved = script.replaceAll(/\/(node|tmp)\//g, `${directory}/$1/`);
    await rm(join(directory, "tmp/written"), { force: true });
    const [shell, args] = shellOf(userland);
    const child = spawn(shell, [...args, "-euc", moved], {
      env: { PATH: `${directory}/bin:${userland.path}`, ...env },
      stdio: "ignore",
    });
    running.push(child);
    await vi.waitFor(async () => {
      if (child.exitCode === null) await readFile(join(directory, "tmp/written"));
    }, 4000);
    if (child.exitCode !== null) throw new Error(`the script ended with ${child.exitCode}`);
    return child;
  }

  test.skipIf(userland.missing)(
    "it adds one line and one file, whose content containerd reads as plain HTTP for this registry",
    async () => {
      await start();
      expect(await hosts()).toBe(`${FOREIGN}${LINE}\n`);
      expect(await hostsToml()).toBe(
        [
          'server = "http://gitlab.gitlab.svc.cluster.local:5050"',
          '[host."http://gitlab.gitlab.svc.cluster.local:5050"]',
          '  capabilities = ["pull", "resolve"]\n',
        ].join("\n"),
      );
    },
  );

  test.skipIf(userland.missing)(
    "started a second time, it changes nothing; with another address it replaces its own line only",
    async () => {
      (await start()).kill("SIGKILL");
      (await start()).kill("SIGKILL");
      expect(await hosts()).toBe(`${FOREIGN}${LINE}\n`);
      await answerDns("10.43.0.80");
      await start();
      expect(await hosts()).toBe(`${FOREIGN}${LINE.replace("10.43.7.9", "10.43.0.80")}\n`);
    },
  );

  test.skipIf(userland.missing)(
    "without an answer of the DNS a line stays that is there, and none is made up",
    async () => {
      await answerDns(undefined);
      await expect(start()).rejects.toThrow("the script ended with 1");
      expect(await hosts()).toBe(FOREIGN);
      await answerDns("10.43.7.9");
      (await start()).kill("SIGKILL");
      await answerDns(undefined);
      await start();
      expect(await hosts()).toBe(`${FOREIGN}${LINE}\n`);
    },
  );

  test.skipIf(userland.missing)("stopped, it removes what it wrote and nothing else", async () => {
    expect(await end(await start())).toBe(0);
    expect(await hosts()).toBe(FOREIGN);
    expect(await hostsToml()).toBe("");
  });

  test.skipIf(userland.missing)("where it cannot write, it fails instead of reporting ready", async () => {
    await rm(join(directory, "node/hosts"));
    await mkdir(join(directory, "node/hosts"));
    const starting = start();
    await expect(starting).rejects.toThrow("the script ended with 1");
  });
});
