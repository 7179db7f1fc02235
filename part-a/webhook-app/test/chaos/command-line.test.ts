import { expect, test } from "vitest";
import { runCommand } from "../support/run-command.ts";

const run = (program: string, ...args: string[]) => runCommand(`${program}/main.ts`, {}, undefined, args);

test.each([
  ["chaos", "--kils", "Unknown option '--kils'"],
  ["chaos", "--store=mysql", "--store mysql: must be sqlite, postgres or both."],
  ["bench", "--only=akzept", "No such row: akzept. There are: accept, "],
])("%s %s: prints what is wrong and the usage, and exits with 2", async (program, option, mistake) => {
  const { code, stderr } = await run(program, option);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`Usage: make ${program}`) });
  expect(stderr).toContain(mistake);
  expect(stderr).not.toContain("    at ");
});

test.each(["chaos", "bench"])("%s --help prints the usage", async (program) => {
  const { code, stdout } = await run(program, "--help");
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(`Usage: make ${program}`) });
});
