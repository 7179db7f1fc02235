import { describe, expect, test } from "vitest";
import { startSandbox, type Started } from "./start-sandbox.ts";

const put = ({ call }: Started, ...faults: unknown[]) => call("PUT", "/sandbox/faults", { faults });

describe("a fault can be limited", () => {
  test("to a number of times", async () => {
    const started = await startSandbox();
    await put(started, { kind: "server_error", times: 2 });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await started.call("GET", "/api/v1/me")).status);
    expect(statuses).toEqual([500, 500, 200]);
    expect((await started.call("GET", "/sandbox/faults")).json).toEqual({ faults: [] });
  });

  test("to an operation", async () => {
    const started = await startSandbox();
    await put(started, { kind: "server_error", operation: "im.create" });
    expect((await started.call("GET", "/api/v1/me")).status).toBe(200);
    expect((await started.call("POST", "/api/v1/im.create", { username: "jane" })).status).toBe(500);
    expect((await started.call("POST", "/api/v1/dm.create", { username: "jane" })).status).toBe(500);
  });

  test("to one person, wherever a request is about them", async () => {
    const started = await startSandbox();
    const { call, openRoom, post } = started;
    const [jane, sam] = [await openRoom("jane"), await openRoom("sam")];
    await post("m0", jane);
    await put(started, { kind: "server_error", recipient: "Jane" });
    expect((await post("m1", jane)).status).toBe(500);
    expect((await post("m2", sam)).status).toBe(200);
    expect((await call("POST", "/api/v1/im.create", { username: "JANE" })).status).toBe(500);
    expect((await call("GET", "/api/v1/users.info?username=jane")).status).toBe(500);
    expect((await call("GET", "/api/v1/chat.getMessage?msgId=m0")).status).toBe(500);
    expect((await call("GET", "/api/v1/chat.getMessage?msgId=m2")).status).toBe(200);
    expect((await call("GET", "/api/v1/me")).status).toBe(200);
  });

  test.each(["restricted_workspace", "success_false"])("%s concerns sending only, by default", async (kind) => {
    const started = await startSandbox();
    await put(started, { kind });
    expect((await started.call("GET", "/api/v1/me")).json.success).toBe(true);
  });

  test("to writing: reading and logging in go on", async () => {
    const started = await startSandbox();
    const { call, openRoom, post } = started;
    const rid = await openRoom("jane");
    await post("m0", rid);
    await put(started, { kind: "exception", writing: true });
    expect((await post("m1", rid)).json).toEqual({ success: false, error: "not primary" });
    expect((await call("POST", "/api/v1/im.create", { username: "jane" })).status).toBe(400);
    expect((await call("GET", "/api/v1/me")).status).toBe(200);
    expect((await call("GET", "/api/v1/chat.getMessage?msgId=m0")).status).toBe(200);
    expect((await call("POST", "/api/v1/login", { user: "admin", password: "admin's password" }, {})).status).toBe(200);
  });

  test("and a condition is counted where it takes effect, beside another fault", async () => {
    const started = await startSandbox();
    const { call, openRoom, post } = started;
    const rid = await openRoom("jane");
    await put(started, { kind: "blocked", recipient: "jane", times: 1 }, { kind: "server_error", operation: "me" });
    expect((await call("GET", "/api/v1/me")).status).toBe(500);
    expect((await call("GET", `/api/v1/rooms.info?roomId=${rid}`)).status).toBe(200);
    expect((await post("m1", rid)).json.error).toBe("room_is_blocked");
    expect((await post("m1", rid)).status).toBe(200);
  });

  test("and the first match applies", async () => {
    const started = await startSandbox();
    await put(started, { kind: "unauthorized", operation: "logout" }, { kind: "server_error" }, { kind: "html" });
    expect((await started.call("GET", "/api/v1/me")).status).toBe(500);
    const { json } = await started.call("GET", "/sandbox/faults");
    expect(json.faults.map(({ hits }: { hits: number }) => hits)).toEqual([0, 1, 0]);
  });
});
