import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../support/temporary-directory.ts";

const APP = fileURLToPath(new URL("../../", import.meta.url));

/** A folder with what the stage `sandbox` of the Dockerfile copies from ours. */
function imageFolder(): string {
  const folder = temporaryDirectory();
  const stage = /^FROM runtime AS sandbox$(.*?)^FROM /ms.exec(readFileSync(join(APP, "Dockerfile"), "utf8"))?.[1] ?? "";
  for (const [, from, to] of stage.matchAll(/^COPY (?!--)(\S+) (\S+)$/gm)) {
    cpSync(join(APP, from!), join(folder, to!, to!.endsWith("/") ? basename(from!) : ""), { recursive: true });
  }
  symlinkSync(join(APP, "node_modules"), join(folder, "node_modules"));
  return folder;
}

test("the image has all that the sandbox needs: it starts, and its page finds its parts", async () => {
  const program = spawn(process.execPath, ["sandbox/main.ts"], {
    cwd: imageFolder(),
    env: { PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void program.kill("SIGKILL"));
  const [said] = (await Promise.race([once(program.stdout, "data"), once(program, "exit")])) as [unknown];
  const [url = "no address"] = /http:\/\/[\d.:]+/.exec(String(said)) ?? [];
  const page = await fetch(url).then((answer) => answer.text());
  const paths = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
  expect(paths).toContain("/page/parts/base.css");
  for (const path of paths) expect([path, (await fetch(url + path)).status]).toEqual([path, 200]);
});
