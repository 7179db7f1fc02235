import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { REPOSITORY } from "./document.ts";

const ROOT = fileURLToPath(REPOSITORY);
const MODULES = join(ROOT, "part-a/webhook-app/node_modules");

/** A new folder with what a clone of this work tree holds: the files under version control, as they are now. */
export function cleanClone(): string {
  const clone = temporaryDirectory();
  const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: ROOT });
  for (const file of list.toString("utf8").split("\0")) {
    if (file === "" || file.includes("/test/")) continue;
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    cpSync(join(ROOT, file), join(clone, file));
  }
  return clone;
}

/**
 * A folder for the front of PATH, whose `npm` installs what this package has installed already, so that the test
 * needs no registry. All else it leaves to npm itself.
 */
export function npmWithoutRegistry(): string {
  const folder = temporaryDirectory();
  const npm = execFileSync("sh", ["-c", "command -v npm"], { encoding: "utf8" }).trim();
  const script = `#!/bin/sh
[ "$1" = ci ] || exec '${npm}' "$@"
[ -f package-lock.json ] && exec ln -s '${MODULES}' node_modules
`;
  writeFileSync(join(folder, "npm"), script);
  chmodSync(join(folder, "npm"), 0o755);
  return folder;
}
