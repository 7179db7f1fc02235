import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/** The programs of the demo, and the thread of one of them. */
const PROGRAMS = ["demo/main.ts", "sandbox/main.ts", "src/main.ts", "src/outbox/sqlite/worker.ts"];

/** Types alone are not loaded. */
const IMPORTED = /^(?:import|export)(?! type\b) (?:[^;"=]*\bfrom )?"([^"]+)"|\bimport\("([^"]+)"\)/gm;

function importsOf(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(IMPORTED)].map(([, always, later]) => always ?? later ?? "");
}

/** Each package that the programs load, with a file that does. */
function packagesLoaded(): Map<string, string> {
  const files = new Set(PROGRAMS.map((program) => join(ROOT, program)));
  const packages = new Map<string, string>();
  for (const file of files) {
    for (const name of importsOf(file)) {
      if (name.startsWith(".")) files.add(join(dirname(file), name));
      else if (!name.startsWith("node:")) packages.set(nameOf(name), relative(ROOT, file));
    }
  }
  return packages;
}

function nameOf(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

test("the demo loads no package that `npm ci --omit=dev` leaves out", () => {
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Record<
    "dependencies" | "optionalDependencies",
    Record<string, string>
  >;
  const installed = new Set([...Object.keys(dependencies), ...Object.keys(optionalDependencies)]);
  const loaded = packagesLoaded();
  expect([...loaded.keys()]).toEqual(expect.arrayContaining(["hono", "openapi-fetch", "undici", "pino"]));
  expect([...loaded].filter(([name]) => !installed.has(name))).toEqual([]);
});
