import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Exec, readIn, unpackIn, writeIn } from "../../e2e/ci/container-files.ts";
import { packFolder } from "../../e2e/ci/pack.ts";
import { shellOf, type Userland, USERLANDS } from "../support/userlands.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "container-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/**
 * `kubectl exec` as it was seen on a busy machine: the command runs and ends with 0, and what was sent has not arrived.
 *
 * @param times how often that happens
 */
function execIn(userland: Userland, times = 0): Exec {
  const [shell, args] = shellOf(userland);
  let lost = 0;
  return async ([, ...command], input = "") => {
    const isLost = input !== "" && lost < times;
    if (isLost) lost += 1;
    const { stdout, stderr, status } = spawnSync(shell, [...args, ...command], {
      env: { PATH: userland.path },
      input: isLost ? "" : input,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
}

describe.each(USERLANDS)("$name:", (userland) => {
  const { missing } = userland;

  test.skipIf(missing)("what is written arrives, also when standard input is lost once", async () => {
    const file = join(folder(), "script");
    await writeIn(execIn(userland, 1), file, "set -e\necho äöü\n");
    expect(readFileSync(file, "utf8")).toBe("set -e\necho äöü\n");
    expect(await readIn(execIn(userland), file)).toBe("set -e\necho äöü\n");
  });

  test.skipIf(missing)("what never arrives is a failure that names the file and the cause", async () => {
    const file = join(folder(), "script");
    const written = writeIn(execIn(userland, Infinity), file, "exit 1\n");
    await expect(written).rejects.toThrow(
      `${file}: 0 of 7 bytes arrived, at the last of 3 attempts: kubectl exec loses its standard input`,
    );
  });

  test.skipIf(missing)("an archive that is lost once is unpacked all the same, for everybody to write", async () => {
    const [from, to] = [folder(), join(folder(), "platform/api")];
    writeFileSync(join(from, "file"), "content", { mode: 0o600 });
    await unpackIn(execIn(userland, 1), to, packFolder(from));
    expect(readFileSync(join(to, "file"), "utf8")).toBe("content");
    expect(spawnSync("stat", ["--format=%a", join(to, "file")], { encoding: "utf8" }).stdout).toBe("666\n");
  });
});

test("a partial read does not pass for the whole", async () => {
  const hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
  expect(await readIn(async () => `${hash}  -\nhello`, "/file")).toBe("hello");
  await expect(readIn(async () => `${hash}  -\nhel`, "/file")).rejects.toThrow("/file: kubectl exec gave 3 bytes");
  await expect(readIn(async () => "", "/file")).rejects.toThrow("/file: kubectl exec gave 0 bytes");
});
