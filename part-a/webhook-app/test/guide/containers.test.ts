import { existsSync, readFileSync, writeFileSync, chmodSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { EnvironmentSchema } from "../../src/config/environment.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { blocks, read, REPOSITORY, section } from "./document.ts";
import { openTerminal } from "./terminal.ts";

const APP = new URL("part-a/webhook-app/", REPOSITORY);
const DOCKERFILE = read("part-a/webhook-app/Dockerfile");
const STAGES = [...DOCKERFILE.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name]) => name);

/** The service's default ports, which the image exposes. */
const PORTS = ["PORT", "METRICS_PORT"].map((name) => String(EnvironmentSchema.shape[name as "PORT"].parse(undefined)));

/** Where the image's user may write, which is also where SQLite's file is by default. */
const DATA = "/app/data";

interface ComposeService {
  image: string;
  build?: { context: string; target: string };
  profiles?: string[];
  env_file?: string;
  ports?: string[];
  volumes?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, unknown>;
}

const TEXT = read("part-a/webhook-app/compose.yaml");
const COMPOSE = parse(TEXT) as { services: Record<string, ComposeService>; volumes: Record<string, unknown> };

test("the image has a folder for SQLite's file that its user may write", () => {
  expect(EnvironmentSchema.shape.DATABASE_URL.parse(undefined)).toBe(
    `sqlite:${DATA.replace("/app/", "")}/outbox.sqlite`,
  );
  expect(DOCKERFILE).toMatch(/^COPY --from=compile-cache --chown=1000:1000 \/data \.\/data$/m);
  expect(DOCKERFILE).toMatch(/^RUN install --directory --owner=1000 --group=1000 .*\/data$/m);
  for (const port of PORTS) expect(DOCKERFILE).toMatch(new RegExp(`^EXPOSE .*\\b${port}\\b`, "m"));
});

describe("compose.yaml", () => {
  test("is what the Compose Specification allows", () => {
    const schema = new URL("part-a/webhook-app/test/fixtures/compose-spec/compose-spec.json", REPOSITORY);
    // It names the draft by https, which no validator knows.
    const { $schema: _, ...rules } = JSON.parse(readFileSync(schema, "utf8")) as Record<string, unknown>;
    const validate = new Ajv({ strict: false, formats: { ports: true, expose: true, duration: true } }).compile(rules);
    expect(validate(COMPOSE) || validate.errors).toBe(true);
    expect(validate({ services: { a: { imag: "b" } } })).toBe(false);
  });

  test("starts only the service unless a profile is given", () => {
    const always = Object.entries(COMPOSE.services).filter(([, { profiles }]) => profiles === undefined);
    expect(always.map(([name]) => name)).toEqual(["webhook-app"]);
    expect(COMPOSE.services["webhook-app"]?.depends_on).toEqual({
      postgresql: { condition: "service_healthy", required: false },
    });
  });

  test("builds stages of our Dockerfile, and publishes ports, mounts and settings that are there", () => {
    const targets = Object.values(COMPOSE.services).flatMap(({ build }) => build?.target ?? []);
    expect(STAGES).toEqual(expect.arrayContaining(targets));
    const { ports = [], volumes = [], env_file } = COMPOSE.services["webhook-app"] ?? {};
    expect(ports.map((port) => port.split(":").at(-1))).toEqual(PORTS);
    expect(volumes).toContain(`outbox:${DATA}`);
    expect(env_file).toBe(".env");
    const named = Object.values(COMPOSE.services)
      .flatMap(({ volumes: used = [] }) => used.map((volume) => volume.split(":")[0] ?? ""))
      .filter((source) => !source.startsWith("."));
    expect(named.toSorted()).toEqual(Object.keys(COMPOSE.volumes).toSorted());
  });

  test("uses only variables of .env.example", () => {
    const used = [...TEXT.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
    const known = [...read("part-a/webhook-app/.env.example").matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(used.length).toBeGreaterThan(2);
    expect(known).toEqual(expect.arrayContaining(used));
  });

  test("has the PostgreSQL that the cluster has", () => {
    expect(read("part-a/webhook-app/k8s/postgresql/stateful-set.yaml")).toContain(
      `image: ${COMPOSE.services["postgresql"]?.image}\n`,
    );
  });
});

/** Runs the documentation's commands with a `docker` that only notes its arguments. */
async function dockerArguments(heading: string): Promise<string[][]> {
  const bin = temporaryDirectory();
  const log = join(bin, "log");
  writeFileSync(join(bin, "docker"), `#!/bin/sh\nprintf '%s\\n' "$@" >> '${log}'; echo '--end--' >> '${log}'\n`);
  chmodSync(join(bin, "docker"), 0o755);
  await openTerminal(temporaryDirectory(), bin).run(
    blocks(section(read("docs/installing.md"), heading), "sh").join("\n"),
  );
  return readFileSync(log, "utf8")
    .split("--end--\n")
    .flatMap((call) => (call === "" ? [] : [call.trimEnd().split("\n")]));
}

/** What stands behind `image` in a `docker run`: the arguments of node in the container. */
const inContainer = (call: string[], image: string) => call.slice(call.lastIndexOf(image) + 1);

test("the documented docker commands build a stage, and run what the image has", async () => {
  const calls = await dockerArguments("## Docker");
  const build = calls.find(([command]) => command === "build") ?? [];
  expect(STAGES).toContain(build[build.indexOf("--target") + 1]);
  const runs = calls.filter(([command]) => command === "run");
  const scripts = runs.flatMap((call) => inContainer(call, "webhook-app").filter((part) => part.endsWith(".ts")));
  expect(scripts).toEqual(["commands/doctor/main.ts", "src/main.ts"]);
  for (const script of scripts) expect(existsSync(new URL(script, APP))).toBe(true);
  const service = runs.at(-1) ?? [];
  expect(service).toContain(`webhook-app-data:${DATA}`);
  const published = service.filter((_, index) => service[index - 1] === "--publish");
  expect(published.map((port) => port.split(":").at(-1))).toEqual(PORTS);
});

test("the documented compose commands name services and profiles that are there", async () => {
  const calls = await dockerArguments("## Compose");
  expect(calls).toContainEqual(["compose", "run", "--rm", "webhook-app", "commands/doctor/main.ts"]);
  const profiles = Object.values(COMPOSE.services).flatMap(({ profiles: own = [] }) => own);
  const documented = [...read("docs/installing.md").matchAll(/--profile (\w+)/g)].map(([, name]) => name);
  expect(new Set(documented)).toEqual(new Set(profiles));
});
