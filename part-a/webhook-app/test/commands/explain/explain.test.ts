import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCommand } from "../../support/run-command.ts";
import { temporaryDirectory } from "../../support/temporary-directory.ts";

const PAYLOADS = new URL("../../../payloads/", import.meta.url).pathname;

const RULES = `rules:
  - {refs: [master], events: [push], notify: [pusher, authors, "%all"]}
  - {refs: ["v*"], events: [tag_push], notify: []}
groups: {all: [reader]}
people: {jsmith: john, jordi@softcatala.org: jordi}
`;

function fileWith(text: string, name = "recipients.yaml"): string {
  const file = join(temporaryDirectory(), name);
  writeFileSync(file, text);
  return file;
}

const explain = (...args: string[]) => runCommand("commands/explain/main.ts", {}, undefined, args);

describe("the command explain", () => {
  test("says who would be notified by which rule, who would not and why, and the message", async () => {
    const payload = join(PAYLOADS, "push.json");
    const { code, stdout, stderr } = await explain(payload, "--recipients", fileWith(RULES));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /push\.json: push\nnotified by rule 1:\n {2}john {4}pusher\n {2}jordi {3}author jordi@softcatala\.org\n {2}reader {2}%all\n/,
    );
    expect(stdout).toMatch(/not notified:\n {2}gitlabdev@dv6700\.\(none\) +unmapped_user\n/);
    const { after } = JSON.parse(readFileSync(payload, "utf8")) as { after: string };
    expect(stdout).toContain(after);
  });

  test("prints the same JSON as the route /explain", async () => {
    const { code, stdout } = await explain(join(PAYLOADS, "tag.json"), "--recipients", fileWith(RULES), "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      event: "tag_push",
      decision: "ignored",
      reason: "silenced",
      rule: 2,
      recipients: [],
      skipped: [],
    });
  });

  test("makes a table of a folder's payloads, by name", async () => {
    const { code, stdout } = await explain("--matrix", PAYLOADS, "--recipients", fileWith(RULES));
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^payload +event +rule +notified +not notified$/);
    expect(lines.find((line) => line.startsWith("push.json"))).toMatch(/ push +1 +john, jordi, reader +gitlabdev/);
    expect(lines.find((line) => line.startsWith("tag.json"))).toMatch(/ tag_push +2 +nobody: silenced +-$/);
    expect(lines.slice(1)).toEqual(lines.slice(1).toSorted());
    expect(lines.length).toBeGreaterThan(10);
  });

  test("exits with 2 for each mistake of a payload, and still explains the others", async () => {
    const folder = temporaryDirectory();
    mkdirSync(join(folder, "more"));
    writeFileSync(join(folder, "more", "broken.json"), "{\n  oops:");
    writeFileSync(join(folder, "with-mark.json"), `\uFEFF${readFileSync(join(PAYLOADS, "push.json"), "utf8")}`);
    writeFileSync(join(folder, "no-ref.json"), '{"object_kind":"push","before":"a","after":"b"}');
    writeFileSync(join(folder, "push.json"), readFileSync(join(PAYLOADS, "push.json")));
    const { code, stdout, stderr } = await explain("--matrix", folder, "--recipients", fileWith(RULES));
    expect(code).toBe(2);
    expect(stdout).toMatch(/^push\.json +push +1 /m);
    expect(stdout).toMatch(/^with-mark\.json +push +1 /m);
    expect(stderr).toMatch(/^more\/broken\.json: is not JSON: .*\n(?:no-ref|$)/m);
    expect(stderr).toMatch(/^no-ref\.json: ref: /m);
  });

  test("exits with 2 for a recipients file with mistakes, naming each", async () => {
    const recipients = fileWith("rules:\n  - notify: [nobody]\n    refs: [refs/heads/main]\n");
    const { code, stdout, stderr } = await explain(join(PAYLOADS, "push.json"), "--recipients", recipients);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/recipients\.yaml:2: rule 1, notify, entry 1: /);
    expect(stderr).toMatch(/recipients\.yaml:3: rule 1, refs, entry 1: /);
  });

  test.each([
    [[], /--recipients FILE is missing/],
    [["--recipients", "x.yaml"], /Give a payload file, or --matrix and a folder/],
    [["a.json", "--matrix", "b", "--recipients", "x.yaml"], /not both/],
    [["a.json", "--recipient", "x.yaml"], /Unknown option '--recipient'/],
    [["a.json", "--recipients", "/nowhere.yaml"], /^\/nowhere\.yaml: no such file$/m],
    [["a.json", "--recipients", PAYLOADS], /payloads\/: is a folder, not a file/],
  ])("exits with 2 for the arguments %j", async (args, mistake) => {
    const { code, stderr } = await explain(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(mistake);
  });

  test("exits with 2 for a folder that is not there", async () => {
    const { code, stderr } = await explain("--matrix", "/nowhere", "--recipients", fileWith(RULES));
    expect({ code, stderr }).toEqual({ code: 2, stderr: "/nowhere: no such folder.\n" });
  });

  test("lets no text of a payload reach the terminal as a control sequence", async () => {
    const payload = JSON.parse(readFileSync(join(PAYLOADS, "push.json"), "utf8")) as Record<string, unknown>;
    const hostile = fileWith(
      JSON.stringify({ ...payload, user_username: "\u001B[2Jx", user_name: "\u001B]0;x\u0007" }),
      "p.json",
    );
    const { stdout } = await explain(hostile, "--recipients", fileWith(RULES));
    expect(stdout).toContain("[2Jx");
    expect(stdout.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });
});
