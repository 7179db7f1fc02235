import { createHash } from "node:crypto";

/** Runs a command in a container, with `input` as its standard input. */
export type Exec = (command: string[], input?: string | Buffer) => Promise<string>;

/**
 * On a busy machine `kubectl exec` was seen to lose all of its standard input and still exit with 0: an empty
 * script ran and counted as passed.
 */
const TRIES = 3;

/**
 * Writes a file in a container, and retries if it did not arrive intact.
 *
 * @throws Error if it never arrived intact
 */
export async function writeIn(exec: Exec, path: string, content: string | Buffer): Promise<void> {
  const sent = hashOf(content);
  for (let attempt = 1; ; attempt += 1) {
    const output = await exec(["sh", "-c", 'cat >"$1" && sha256sum <"$1" && wc -c <"$1"', "sh", path], content);
    const [arrived = "", , bytes = "?"] = output.trim().split(/\s+/);
    if (arrived === sent) return;
    if (attempt < TRIES) continue;
    const expected = Buffer.byteLength(content);
    throw new Error(
      `${path}: ${bytes} of ${expected} bytes arrived, at the last of ${TRIES} attempts: kubectl exec loses its standard input`,
    );
  }
}

/**
 * Unpacks a tar archive into a folder of a container, through a file whose arrival can be checked. Everybody may write
 * its files, as in a checkout by the runner's helper (umask 0000 of its gitlab-runner-build).
 */
export async function unpackIn(exec: Exec, folder: string, archive: Buffer): Promise<void> {
  const inFolder = (script: string) => exec(["sh", "-c", `umask 0000 && ${script}`, "sh", folder]);
  await inFolder('mkdir -p "$1"');
  await writeIn(exec, `${folder}.tar`, archive);
  await inFolder('tar -xf "$1.tar" -C "$1" && rm "$1.tar" && chmod -R a+rwX "$1"');
}

/**
 * Reads a file of a container.
 *
 * @throws Error if it did not arrive intact
 */
export async function readIn(exec: Exec, path: string): Promise<string> {
  const output = await exec(["sh", "-c", 'sha256sum <"$1" && cat "$1"', "sh", path]);
  const [, hash, content] = /^([0-9a-f]{64}).*?\n(.*)$/s.exec(output) ?? [];
  if (content === undefined || hashOf(content) !== hash) {
    throw new Error(`${path}: kubectl exec gave ${content?.length ?? 0} bytes that are not those of the file`);
  }
  return content;
}

function hashOf(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
