import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** What a command prints, and whether it fails. */
interface Answer {
  stdout?: string;
  stderr?: string;
  code?: number;
}

/**
 * A program `kubectl` that answers commands by how they begin, the first that fits, and writes down what it was asked.
 * Any other command fails.
 *
 * @returns the folder that it is in, for the PATH
 */
export function kubectlStandIn(answers: Record<string, string | object | Answer>) {
  const folder = mkdtempSync(join(tmpdir(), "kubectl-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const cases = Object.entries(answers).map(([command, given], index) => {
    const { stdout = "", stderr = "", code = 0 } = isAnswer(given) ? given : { stdout: textOf(given) };
    writeFileSync(join(folder, `${index}.out`), stdout);
    writeFileSync(join(folder, `${index}.err`), stderr);
    return `  "${command}"*) cat "${folder}/${index}.out"; cat "${folder}/${index}.err" >&2; exit ${code} ;;`;
  });
  const script = [
    "#!/bin/sh",
    `echo "$*" >>"${folder}/calls"`,
    'case "$*" in',
    ...cases,
    "esac",
    'echo "no answer to: $*" >&2',
    "exit 1",
  ];
  writeFileSync(join(folder, "kubectl"), `${script.join("\n")}\n`, { mode: 0o755 });
  const log = join(folder, "calls");
  return { folder, calls: () => (existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : []) };
}

function isAnswer(given: string | object): given is Answer {
  return typeof given === "object" && ("stderr" in given || "code" in given);
}

function textOf(given: string | object): string {
  return typeof given === "string" ? given : JSON.stringify(given);
}
