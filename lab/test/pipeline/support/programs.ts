import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "./project.ts";

/**
 * Puts programs of a test's own, shell scripts, into a folder that jobs look into first.
 *
 * @returns the folder
 */
export function writePrograms(project: Project, programs: Record<string, string>): string {
  // Inside .git, so that it is no part of the checkout.
  const folder = join(project.directory, ".git/programs");
  mkdirSync(folder, { recursive: true });
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return folder;
}
