import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A shell and the programs beside it. */
export interface Userland {
  name: string;
  shell: string;
  /** Where its programs are; nothing else is on the PATH. */
  path: string;
  /** Not on this machine; in CI that is a failure. */
  missing: boolean;
}

/** Images that are Alpine (alpine/k8s, moby/buildkit) or BusyBox itself (node-registry) have BusyBox for all of these. */
const BUSYBOX = "/bin/busybox";
const hasBusybox = spawnSync(BUSYBOX, ["true"]).error === undefined;

/** What the scripts of images must run on: this machine's programs, and BusyBox's alone. */
export const USERLANDS: Userland[] = [
  { name: "GNU", shell: "sh", path: process.env["PATH"] ?? "", missing: false },
  {
    name: "BusyBox only",
    shell: BUSYBOX,
    path: hasBusybox ? linkApplets() : "",
    missing: !hasBusybox && !process.env["CI"],
  },
];

function linkApplets(): string {
  const folder = mkdtempSync(join(tmpdir(), "busybox-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const applets = execFileSync(BUSYBOX, ["--list"], { encoding: "utf8" }).trim().split("\n");
  for (const applet of applets) if (applet !== "busybox") symlinkSync(BUSYBOX, join(folder, applet));
  return folder;
}

/** The command line that runs a script in a userland's shell. */
export function shellOf({ shell }: Userland): [program: string, args: string[]] {
  return shell === BUSYBOX ? [BUSYBOX, ["sh"]] : [shell, []];
}
