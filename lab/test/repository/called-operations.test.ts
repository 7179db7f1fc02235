import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../../src/repository.ts";

const APP = join(ROOT, "part-a/webhook-app");

/** All sources that may call an API, in one line each call. */
const sources = [join(APP, "src"), join(APP, "commands"), join(ROOT, "lab/src")]
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)))
  .filter((file) => file.endsWith(".ts") && !file.includes("/generated/"))
  .map((file) => readFileSync(file, "utf8").replaceAll(/\s+/g, ""))
  .join("\n");

function operationsOf(document: string): string[] {
  const { paths } = parse(readFileSync(join(APP, "openapi", document), "utf8")) as {
    paths: Record<string, object>;
  };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()}("${path}"`),
  );
}

test.each(["gitlab.yaml", "rocket-chat.yaml"])(
  "%s has the operations that somebody calls, and no other",
  (document) => {
    const operations = operationsOf(document);
    expect(operations).not.toEqual([]);
    expect(operations.filter((operation) => !sources.includes(operation))).toEqual([]);
  },
);
