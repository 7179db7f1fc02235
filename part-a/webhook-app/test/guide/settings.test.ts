import { describe, expect, test } from "vitest";
import { loadConfig } from "../../src/config.ts";
import { EnvironmentSchema, VARIABLES } from "../../src/config/environment.ts";
import { read } from "./document.ts";

const EXAMPLE = read("part-a/webhook-app/.env.example");

/** Variables that the service's libraries and Node itself read. */
const OTHERS = ["NODE_EXTRA_CA_CERTS", "PGPASSWORD"];

/** Proxies' variables exist in small letters, too; they are documented in capitals. */
const OURS = VARIABLES.filter((name) => name === name.toUpperCase());

/** Each `NAME=value` of the example: with `#` it is not set. */
const LINES = [...EXAMPLE.matchAll(/^(#?)([A-Z][A-Z_]*)=(.*)$/gm)].map(([, off, name = "", value = ""]) => ({
  set: off === "",
  name,
  value,
}));

describe(".env.example", () => {
  test("has every variable, and no other", () => {
    expect([...new Set(LINES.map(({ name }) => name))].toSorted()).toEqual([...OURS, ...OTHERS].toSorted());
  });

  test("shows the defaults as they are", () => {
    const { shape } = EnvironmentSchema;
    const shown = new Map(LINES.toReversed().map(({ name, value }) => [name, value]));
    const defaults = Object.entries(shape).flatMap(([name, schema]) => {
      const { data, success } = schema.safeParse(undefined);
      return success && data !== undefined && !Array.isArray(data) ? [[name, String(data)]] : [];
    });
    expect(defaults.length).toBeGreaterThan(10);
    expect(defaults.map(([name = ""]) => [name, shown.get(name)])).toEqual(defaults);
  });

  test("is a whole configuration once what it leaves empty is filled in, and a token made", () => {
    const values: Record<string, string> = { ROCKETCHAT_URL: "https://chat.example.com" };
    const empty = LINES.filter(({ set }) => set).map(({ name }) => [name, values[name] ?? "x"]);
    expect(loadConfig({ ...Object.fromEntries(empty), GITLAB_SECRET_TOKENS: "x" }).rocketChat.userId).toBe("x");
  });

  test("uses only what sh, Docker, Compose and systemd all understand", () => {
    const settings = EXAMPLE.split("\n").filter((line) => line !== "" && !/^# |^#$/.test(line));
    expect(settings).toHaveLength(LINES.length);
    expect(LINES.filter(({ value }) => /["'\s$&;#`\\]/.test(value))).toEqual([]);
  });
});

test("the documentation's table has every variable", () => {
  const table = read("docs/configuration.md");
  const documented = [...table.matchAll(/^\| (`.+?) \|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name = ""]) => name),
  );
  expect(documented.toSorted()).toEqual([...OURS, "NODE_EXTRA_CA_CERTS"].toSorted());
});
