import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../src/repository.ts";

const MOST = 512 * 1024 * 1024;

/** A tar archive of the working tree, for a job's checkout. */
export function packCheckout(): Buffer {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: MOST,
  });
  // The list also contains deleted and uncommitted files.
  const files = listed.split("\0").filter((file) => file !== "" && existsSync(join(ROOT, file)));
  const options = ["--create", "--file=-", "--null", "--files-from=-"];
  return execFileSync("tar", options, { cwd: ROOT, input: files.join("\0"), maxBuffer: MOST });
}

/** A tar archive of a folder. */
export function packFolder(folder: string): Buffer {
  return execFileSync("tar", ["--create", "--file=-", "."], { cwd: folder, maxBuffer: MOST });
}
