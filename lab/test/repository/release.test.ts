import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../../src/repository.ts";

const APP = "part-a/webhook-app";
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

interface Package {
  version: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  hasInstallScript?: boolean;
}

const { version } = JSON.parse(read(`${APP}/package.json`)) as Package;
const { packages } = JSON.parse(read(`${APP}/package-lock.json`)) as { packages: Record<string, Package> };

test("package, lockfile, contract and the CHANGELOG's newest heading have one version", () => {
  const contract = parse(read(`${APP}/openapi/webhook-app.yaml`)) as { info: Package };
  const [, newest] = /^## (\S+), /m.exec(read("CHANGELOG.md")) ?? [];
  expect([packages[""]?.version, contract.info.version, newest]).toEqual([version, version, version]);
});

test("the image's packages are the same on every architecture, and have no install scripts", () => {
  const installed = Object.entries(packages).filter(([, { dev, optional }]) => !dev && !optional);
  expect(installed.length).toBeGreaterThan(20);
  const made = installed.filter(([, one]) => one.os ?? one.cpu ?? one.hasInstallScript);
  expect(made.map(([name]) => name)).toEqual([]);
});

test("nothing of another architecture runs during the image build: only stages of the builder's own platform have RUN", () => {
  const stages = read(`${APP}/Dockerfile`)
    .split(/^(?=FROM )/m)
    .slice(1);
  const froms = new Map(
    stages.map((stage) => {
      const [, from = "", name = ""] = /^FROM (.+) AS (\S+)$/m.exec(stage) ?? [];
      return [name, from];
    }),
  );
  const isBuilders = (name: string): boolean => {
    const from = froms.get(name);
    return from !== undefined && (from.startsWith("--platform=$BUILDPLATFORM ") || isBuilders(from));
  };
  const running = stages.filter((stage) => /^RUN /m.test(stage)).map((stage) => / AS (\S+)$/m.exec(stage)?.[1] ?? "");
  expect(running.length).toBeGreaterThan(2);
  expect(running.filter((name) => !isBuilders(name))).toEqual([]);
});
