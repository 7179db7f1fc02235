import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { startSandbox } from "./start-sandbox.ts";

test("the page and all that it needs come from the sandbox, under a policy that lets nothing else in", async () => {
  const { call } = await startSandbox();
  const { text, headers } = await call("GET", "/");
  expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
  const policy = headers.get("content-security-policy");
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  const paths = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
  expect(paths.length).toBeGreaterThan(3);
  for (const path of paths) expect(await call("GET", path)).toMatchObject({ status: 200 });
});

test("its scripts import each other only, and no file is unused", () => {
  const folders = { "/page/": "../../sandbox/page/", "/page/parts/": "../../src/page/parts/" };
  const files = Object.entries(folders).flatMap(([path, folder]) =>
    readdirSync(new URL(folder, import.meta.url)).map((name) => ({
      path: path + name,
      text: readFileSync(new URL(folder + name, import.meta.url), "utf8"),
    })),
  );
  const named = files.flatMap(({ path, text }) =>
    [...text.matchAll(/from "(\.[^"]+)"|"(\/page\/[^"]+)"/g)].map(
      ([, relative, absolute]) => new URL((relative ?? absolute)!, `http://page${path}`).pathname,
    ),
  );
  expect(new Set(named)).toEqual(new Set(files.map(({ path }) => path).filter((path) => path !== "/page/index.html")));
  for (const { text } of files) {
    expect(text.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:\/\//);
  }
});

test("the inbox lists who could get a message, with counts and a preview of the last one", async () => {
  const { call, openRoom, post, sandbox } = await startSandbox({ clock: () => 7 });
  const rid = await openRoom("sam");
  await post("m1", rid, "*one*");
  await post("m2", rid, "two");
  const { json } = await call("GET", "/sandbox/inbox");
  expect(json).toEqual({
    epoch: sandbox.workspace.epoch(),
    cursor: `${sandbox.workspace.epoch()}:2`,
    version: "8.5.3",
    faults: [],
    people: [
      { username: "jane", name: "Jane", active: true, count: 0, last: null },
      { username: "sam", name: "Sam", active: true, count: 2, last: { ts: 7, preview: "two" } },
    ],
  });
});

test("a thread comes in pages of fifty, oldest first, the newest page at first", async () => {
  const { call, openRoom, post } = await startSandbox();
  const rid = await openRoom("jane");
  for (let count = 1; count <= 60; count += 1) await post(`m${count}`, rid);
  const newest = (await call("GET", "/sandbox/inbox/jane")).json;
  expect([newest.messages[0].id, newest.messages.at(-1).id, newest.more]).toEqual(["m11", "m60", true]);
  const older = (await call("GET", "/sandbox/inbox/jane?before=11")).json;
  expect([older.messages[0].id, older.messages.at(-1).id, older.more]).toEqual(["m1", "m10", false]);
  expect((await call("GET", "/sandbox/inbox/nobody")).json).toEqual({ messages: [], more: false });
});
