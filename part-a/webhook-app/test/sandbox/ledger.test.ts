import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { startSandbox } from "./start-sandbox.ts";

test("the ledger lists messages in order of arrival, all or one person's, and how often each was posted", async () => {
  const { call, openRoom, post } = await startSandbox({ clock: () => 7 });
  const [jane, sam] = [await openRoom("jane"), await openRoom("sam")];
  await post("m1", jane, "one");
  await post("m2", sam, "two");
  await post("m3", jane, "three");
  await post("m1", jane, "one");
  await call("PUT", "/sandbox/faults", { faults: [{ kind: "server_error" }] });
  await post("m4", sam, "lost");
  const all = (await call("GET", "/sandbox/messages")).json;
  expect(all.messages).toEqual([
    { _id: "m1", recipient: "jane", msg: "one", ts: 7 },
    { _id: "m2", recipient: "sam", msg: "two", ts: 7 },
    { _id: "m3", recipient: "jane", msg: "three", ts: 7 },
  ]);
  expect(all.attempts).toEqual({ m1: 2, m2: 1, m3: 1, m4: 1 });
  const hers = (await call("GET", "/sandbox/messages?recipient=jane")).json.messages;
  expect(hers.map(({ _id }: { _id: string }) => _id)).toEqual(["m1", "m3"]);
});

test("reset empties the ledger and switches faults off; tokens and rooms stay valid", async () => {
  const { call, openRoom, post } = await startSandbox();
  const rid = await openRoom("jane");
  await post("m1", rid);
  await call("PUT", "/sandbox/faults", { faults: [{ kind: "html" }] });
  expect((await call("POST", "/sandbox/reset")).status).toBe(204);
  expect((await call("GET", "/sandbox/messages")).json).toEqual({ messages: [], attempts: {} });
  expect((await call("GET", "/sandbox/faults")).json).toEqual({ faults: [] });
  expect((await post("m1", rid)).status).toBe(200);
});

test("deactivating nobody is a 404 that names them", async () => {
  const { call } = await startSandbox();
  const answer = await call("POST", "/sandbox/users/nobody/deactivate");
  expect(answer).toMatchObject({ status: 404, json: { error: "There is nobody called nobody." } });
});

test("hooks come in the order of the steps, and the answer waits for each, however long it takes", async () => {
  const steps: unknown[] = [];
  const slowly = async (ms: number, ...step: unknown[]) => {
    await setTimeout(ms);
    steps.push(step);
  };
  const { openRoom, post, sandbox } = await startSandbox({
    clock: () => 7,
    hooks: {
      onRequest: ({ operation, recipient, at }) => slowly(30, "request", operation, recipient, at, stored()),
      onStored: ({ id }) => slowly(60, "stored", id, stored()),
      beforeAnswer: ({ operation, status }) => slowly(10, "answer", operation, status),
    },
  });
  function stored() {
    return sandbox.ledger.messages().length;
  }
  const rid = await openRoom("jane");
  steps.push("room answered");
  await post("m1", rid);
  steps.push("message answered");
  expect(steps).toEqual([
    ["request", "im.create", "jane", 7, 0],
    ["answer", "im.create", 200],
    "room answered",
    ["request", "chat.sendMessage", "jane", 7, 0],
    ["stored", "m1", 1],
    ["answer", "chat.sendMessage", 200],
    "message answered",
  ]);
});
