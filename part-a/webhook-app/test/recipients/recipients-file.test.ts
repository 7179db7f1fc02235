import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parsePolicy, type Policy } from "../../src/notifications/policy.ts";
import { followRecipientsFile } from "../../src/recipients-file.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

const tells = (whom: string) => `rules: [{notify: ["@${whom}"]}]\n`;

const toldBy = (policy: Policy) => policy.rules[0]?.notify;

function follow(file: string, text: string) {
  const said: string[] = [];
  const recipients = followRecipientsFile({
    file,
    start: { text, policy: parsePolicy(text, file) },
    onRead: (policy) => said.push(`read ${toldBy(policy)?.join()}`),
    onRefused: (mistakes) => said.push(...mistakes.map((mistake) => `refused ${mistake.replace(file, "FILE")}`)),
  });
  /** Two looks at the same state: it stands still. */
  async function settle(): Promise<void> {
    await recipients.look();
    await recipients.look();
  }
  return { recipients, said, settle, told: () => toldBy(recipients.policy()) };
}

/** A ConfigMap as the kubelet mounts it: the file is a link into `..data`, which is a link to the folder of one version. */
function mountConfigMap(text: string) {
  const volume = temporaryDirectory();
  let version = 0;
  function update(text: string): void {
    version += 1;
    mkdirSync(join(volume, `..version-${version}`));
    writeFileSync(join(volume, `..version-${version}`, "recipients.yaml"), text);
    symlinkSync(`..version-${version}`, join(volume, "..data_tmp"));
    renameSync(join(volume, "..data_tmp"), join(volume, "..data"));
    rmSync(join(volume, `..version-${version - 1}`), { recursive: true, force: true });
  }
  update(text);
  symlinkSync(join("..data", "recipients.yaml"), join(volume, "recipients.yaml"));
  return { file: join(volume, "recipients.yaml"), update };
}

describe("the recipients file", () => {
  test("is in force again when a ConfigMap's links are swapped", async () => {
    const { file, update } = mountConfigMap(tells("jane"));
    const { settle, told, said } = follow(file, tells("jane"));
    await settle();
    update(tells("max"));
    await settle();
    expect(told()).toEqual(["@max"]);
    update(tells("sam"));
    await settle();
    expect(told()).toEqual(["@sam"]);
    expect(said).toEqual(["read @max", "read @sam"]);
  });

  test("with mistakes leaves the former policy in force, and each state is reported once", async () => {
    const { file, update } = mountConfigMap(tells("jane"));
    const { settle, told, said } = follow(file, tells("jane"));
    await settle();
    update("rules: [{notify: [nobody]}]\nmore: 1\n");
    await settle();
    await settle();
    expect(told()).toEqual(["@jane"]);
    expect(said).toEqual([
      expect.stringMatching(/^refused FILE:1: rule 1, notify, entry 1: "nobody": is unknown/),
      expect.stringMatching(/^refused FILE:2: more: is not a known key; expected one of rules, /),
    ]);
    update(tells("max"));
    await settle();
    expect([told(), said.at(-1)]).toEqual([["@max"], "read @max"]);
  });

  test("that is corrected to what is in force is reported as such", async () => {
    const { file, update } = mountConfigMap(tells("jane"));
    const { settle, said } = follow(file, tells("jane"));
    await settle();
    update("rules: []");
    await settle();
    update(tells("jane"));
    await settle();
    expect(said.at(-1)).toBe("read @jane");
  });

  test("that is written in place is read when it stands still", async () => {
    const file = join(temporaryDirectory(), "recipients.yaml");
    writeFileSync(file, tells("jane"));
    const { recipients, settle, told } = follow(file, tells("jane"));
    await settle();
    writeFileSync(file, tells("half"));
    await recipients.look();
    expect(told()).toEqual(["@jane"]);
    writeFileSync(file, tells("max"));
    await recipients.look();
    expect(told()).toEqual(["@jane"]);
    await recipients.look();
    expect(told()).toEqual(["@max"]);
  });

  test("that is gone for a while is reported once, and its policy stays", async () => {
    const file = join(temporaryDirectory(), "recipients.yaml");
    writeFileSync(file, tells("jane"));
    const { settle, told, said } = follow(file, tells("jane"));
    await settle();
    rmSync(file);
    await settle();
    await settle();
    expect(told()).toEqual(["@jane"]);
    expect(said).toEqual([expect.stringMatching(/^refused ENOENT/)]);
  });

  test("that changed between the start and the first look is in force too", async () => {
    const file = join(temporaryDirectory(), "recipients.yaml");
    writeFileSync(file, tells("max"));
    const { settle, told } = follow(file, tells("jane"));
    await settle();
    expect(told()).toEqual(["@max"]);
  });
});
