import { describe, expect, test } from "vitest";
import { asBot, startSandbox } from "./start-sandbox.ts";

describe("im.create", () => {
  test("answers the same room each time, also as dm.create", async () => {
    const { call } = await startSandbox();
    const first = await call("POST", "/api/v1/im.create", { username: "jane" });
    expect(first.status).toBe(200);
    expect(first.json).toEqual({
      room: { _id: expect.any(String), rid: first.json.room._id, t: "d", usernames: ["gitlab-bot", "jane"] },
      success: true,
    });
    expect((await call("POST", "/api/v1/im.create", { username: "jane" })).json).toEqual(first.json);
    expect((await call("POST", "/api/v1/dm.create", { usernames: "jane" })).json).toEqual(first.json);
  });

  test("opens one room for several people, and refuses more than eight", async () => {
    const users = Array.from({ length: 9 }, (_, index) => `u${index}`);
    const { call } = await startSandbox({ users });
    const group = await call("POST", "/api/v1/im.create", { usernames: "u1, u2" });
    expect(group.json.room.usernames).toEqual(["gitlab-bot", "u1", "u2"]);
    const crowd = await call("POST", "/api/v1/im.create", { usernames: users.join(",") });
    expect(crowd.json.errorType).toBe("error-direct-message-max-user-exceeded");
  });
});

describe("chat.sendMessage", () => {
  test("stores under the caller's id, and chat.getMessage finds it", async () => {
    const { call, openRoom, post } = await startSandbox({ clock: () => 1_700_000_000_000 });
    const rid = await openRoom("jane");
    const message = {
      _id: "m1",
      rid,
      msg: "hello",
      ts: "2023-11-14T22:13:20.000Z",
      u: { _id: asBot["x-user-id"], username: "gitlab-bot", name: "GitLab" },
      _updatedAt: "2023-11-14T22:13:20.000Z",
      urls: [],
      mentions: [],
      channels: [],
    };
    expect(await post("m1", rid)).toMatchObject({ status: 200, json: { message, success: true } });
    const found = await call("GET", "/api/v1/chat.getMessage?msgId=m1");
    expect(found).toMatchObject({ status: 200, json: { message, success: true } });
  });

  test("chat.getMessage answers a missing message without a word of why", async () => {
    const { call } = await startSandbox();
    const missing = await call("GET", "/api/v1/chat.getMessage?msgId=none");
    expect(missing).toMatchObject({ status: 400, text: '{"success":false}' });
  });

  test("im.history answers the newest first, as many as asked for, to those who are in the room", async () => {
    const { call, openRoom, post, as } = await startSandbox();
    const rid = await openRoom("jane");
    for (const id of ["m1", "m2", "m3"]) await post(id, rid);
    await post("m4", await openRoom("sam"));
    const { json } = await call("GET", `/api/v1/im.history?roomId=${rid}&count=2`);
    expect(json.messages.map(({ _id }: { _id: string }) => _id)).toEqual(["m3", "m2"]);
    expect(await call("GET", `/api/v1/im.history?roomId=${rid}`, undefined, as("sam"))).toMatchObject({
      status: 400,
      json: { errorType: "error-room-not-found" },
    });
  });

  test("the same id again is a failure, and stored once", async () => {
    const { openRoom, post, sandbox } = await startSandbox();
    const rid = await openRoom("jane");
    await post("m1", rid, "first");
    const again = await post("m1", rid, "second");
    expect(again).toMatchObject({ status: 400, json: { success: false, error: expect.stringContaining("starred") } });
    expect(sandbox.ledger.messages().map(({ msg }) => msg)).toEqual(["first"]);
  });

  test("the same id again is answered with the first message, where the version does that", async () => {
    const { openRoom, post, sandbox } = await startSandbox({ replay: "returns message" });
    const rid = await openRoom("jane");
    await post("m1", rid, "first");
    expect(await post("m1", rid, "second")).toMatchObject({ status: 200, json: { message: { msg: "first" } } });
    expect(sandbox.ledger.messages()).toHaveLength(1);
  });

  test("chooses an id when none is given", async () => {
    const { call, openRoom } = await startSandbox();
    const rid = await openRoom("jane");
    const { json } = await call("POST", "/api/v1/chat.sendMessage", { message: { rid, msg: "hi" } });
    expect(json.message).toMatchObject({ _id: expect.stringMatching(/^\w{17}$/) });
  });

  test("accepts 5000 characters and not one more", async () => {
    const { openRoom, post } = await startSandbox();
    const rid = await openRoom("jane");
    expect((await post("m1", rid, "x".repeat(5000))).status).toBe(200);
    expect(await post("m2", rid, "x".repeat(5001))).toMatchObject({
      status: 400,
      json: {
        success: false,
        error: "Message size exceeds Message_MaxAllowedSize [error-message-size-exceeded]",
        errorType: "error-message-size-exceeded",
      },
    });
  });

  test("needs a room that exists and that the caller is in", async () => {
    const { call, sandbox, post } = await startSandbox();
    const others = sandbox.workspace.people.all().filter(({ username }) => username === "jane" || username === "sam");
    const foreign = sandbox.workspace.openRoom(others.map(({ id }) => id));
    expect((await post("m1", "nowhere")).json).toEqual({ success: false, error: "error-invalid-room" });
    expect((await post("m2", foreign.id)).json).toEqual({ success: false, error: "error-not-allowed" });
    const missing = "The 'rid' property on the message object is missing.";
    const withoutRoom = await call("POST", "/api/v1/chat.sendMessage", { message: { msg: "hi" } });
    expect(withoutRoom).toMatchObject({ status: 400, json: { success: false, error: missing } });
  });

  test("a deactivated person's room is read-only until they are activated again", async () => {
    const { call, openRoom, post } = await startSandbox();
    const rid = await openRoom("jane");
    await call("POST", "/sandbox/users/jane/deactivate");
    expect(await openRoom("jane")).toBe(rid);
    const error = "You can't send messages because the room is readonly.";
    expect(await post("m1", rid)).toMatchObject({ status: 400, json: { success: false, error } });
    expect((await call("GET", "/api/v1/users.info?username=jane")).json.user.active).toBe(false);
    await call("POST", "/sandbox/users/jane/activate");
    expect((await post("m1", rid)).status).toBe(200);
  });
});

describe("chat.postMessage", () => {
  test("is a direct message to an exact username, attachments included", async () => {
    const { call, sandbox } = await startSandbox();
    const attachments = [{ title: "FIRING Down", title_link: "http://runbook", text: "Nothing answers" }];
    const answer = await call("POST", "/api/v1/chat.postMessage", { channel: "@jane", emoji: ":x:", attachments });
    expect(answer).toMatchObject({ status: 200, json: { channel: "@jane", ts: expect.any(Number), success: true } });
    expect(sandbox.ledger.messages("jane").map(({ msg }) => msg)).toEqual([
      "[FIRING Down](http://runbook)\nNothing answers",
    ]);
  });

  test.each(["@JANE", "@nobody", "jane", "#general"])("knows no channel %s", async (channel) => {
    const { call, sandbox } = await startSandbox();
    expect(await call("POST", "/api/v1/chat.postMessage", { channel, text: "hi" })).toMatchObject({
      status: 400,
      json: { success: false, error: "[invalid-channel]", errorType: "invalid-channel" },
    });
    expect(sandbox.ledger.messages()).toEqual([]);
  });

  /** processWebhookMessage.ts and getRoomByNameOrIdWithOptionToJoin.ts of 7.7.1; rocketchat-API and apprise post so. */
  test("accepts a room's id or a person's id, and neither from somebody who is not in the room", async () => {
    const { call, openRoom, sandbox, as } = await startSandbox();
    const rid = await openRoom("jane");
    const { id } = sandbox.workspace.people.byUsername("jane")!;
    for (const target of [
      { roomId: rid },
      { roomId: [rid] },
      { channel: rid },
      { channel: id },
      { channel: `@${id}` },
    ]) {
      expect((await call("POST", "/api/v1/chat.postMessage", { ...target, text: "hi" })).json).toMatchObject({
        message: { rid },
        success: true,
      });
    }
    const foreign = await call("POST", "/api/v1/chat.postMessage", { roomId: rid, text: "hi" }, as("sam"));
    expect(foreign.json).toEqual({ success: false, error: "error-not-allowed" });
  });

  test("is answered unknown-error where an app prevents it, and refused without the permission to open rooms", async () => {
    const { call, sandbox } = await startSandbox();
    const post = () => call("POST", "/api/v1/chat.postMessage", { channel: "@jane", text: "hi" });
    sandbox.faults.replace([{ kind: "no_create_d" }]);
    expect((await post()).json).toMatchObject({ success: false, errorType: "error-not-allowed" });
    sandbox.faults.replace([{ kind: "app_prevents" }]);
    expect((await post()).json).toEqual({ success: false, error: "unknown-error" });
  });

  test("refuses an attachment's text of more than 5000 characters", async () => {
    const { call } = await startSandbox();
    const attachments = [{ text: "x".repeat(5001) }];
    expect(await call("POST", "/api/v1/chat.postMessage", { channel: "@jane", attachments })).toMatchObject({
      status: 400,
      json: { success: false, error: "error-message-size-exceeded" },
    });
  });
});
