import { describe, expect, test } from "vitest";
import type { FaultKind } from "../../sandbox/faults.ts";
import type { ServerName } from "../../sandbox/servers.ts";
import { logIn, startSandbox } from "./start-sandbox.ts";

/** canSendMessage.ts@0936c5f and executeSendMessage (sendMessage.ts@006388d), by which the words are. */
describe("chat.sendMessage is refused", () => {
  const refusedBy = async (kind: FaultKind, server: ServerName = "8.5") => {
    const started = await startSandbox({ server });
    const [jane, sam] = [await started.openRoom("jane"), await started.openRoom("sam")];
    started.sandbox.faults.replace([{ kind, recipient: "jane" }]);
    expect((await started.post("sam's", sam)).status).toBe(200);
    return (await started.post("jane's", jane)).json;
  };

  test("where the person has blocked the sender", async () => {
    expect(await refusedBy("blocked")).toEqual({ success: false, error: "room_is_blocked" });
  });

  test("where the sender is muted", async () => {
    expect(await refusedBy("muted")).toEqual({ success: false, error: "You_have_been_muted" });
  });

  test("where the room is archived, on servers that look", async () => {
    expect(await refusedBy("archived", "develop")).toEqual({ success: false, error: "room_is_archived" });
    expect(await refusedBy("archived", "8.8")).toMatchObject({ success: true });
  });

  test("where the room is encrypted, with a reason that differs from other refusals", async () => {
    expect(await refusedBy("encrypted")).toEqual({
      success: false,
      error: "Not allowed to send un-encrypted messages in an encrypted room [error-not-allowed]",
      errorType: "error-not-allowed",
      details: { method: "sendMessage" },
    });
  });

  test("with a name or picture of its own, without the permission to impersonate", async () => {
    const { call, as, openRoom } = await startSandbox();
    const rid = await openRoom("jane");
    for (const more of [{ alias: "Boss" }, { avatar: "http://example.com/a.png" }]) {
      const body = { message: { rid, msg: "hi", ...more } };
      const refused = await call("POST", "/api/v1/chat.sendMessage", body, as("jane"));
      expect(refused).toMatchObject({ status: 400, json: { success: false, error: "Not enough permission" } });
      expect((await call("POST", "/api/v1/chat.sendMessage", body)).status).toBe(200);
    }
  });

  test("with a thread's flag without a thread", async () => {
    const { call, openRoom } = await startSandbox();
    const message = { rid: await openRoom("jane"), msg: "hi", tshow: true };
    const { json } = await call("POST", "/api/v1/chat.sendMessage", { message });
    expect(json).toMatchObject({
      errorType: "invalid-params",
      error: "tshow provided but missing tmid [invalid-params]",
    });
  });
});

describe("encrypted rooms", () => {
  const encryptedOf = async (fault: { kind: "encrypted"; recipient?: string }) => {
    const { call, openRoom, sandbox } = await startSandbox();
    const rooms = [await openRoom("jane"), await openRoom("sam")];
    sandbox.faults.replace([fault]);
    const answers = await Promise.all(rooms.map((rid) => call("GET", `/api/v1/rooms.info?roomId=${rid}`)));
    const { json } = await call("GET", "/api/v1/settings.public?_id=E2E_Enabled_Default_DirectRooms");
    return [...answers.map((answer) => answer.json.room.encrypted), json.settings[0].value];
  };

  test("show in rooms.info, of one person or of everybody, and in the settings only the latter", async () => {
    expect(await encryptedOf({ kind: "encrypted", recipient: "sam" })).toEqual([undefined, true, false]);
    expect(await encryptedOf({ kind: "encrypted" })).toEqual([true, true, true]);
  });
});

/** deleteUser.ts of 7.7.1 removes the rooms of two. */
test("a person who is deleted and recreated has a room of another id, and the old room is gone", async () => {
  const { call, openRoom, post } = await startSandbox();
  const rid = await openRoom("jane");
  expect((await call("POST", "/sandbox/users/jane/recreate")).status).toBe(200);
  expect((await post("m1", rid)).json).toEqual({ success: false, error: "error-invalid-room" });
  const anew = await openRoom("jane");
  expect(anew).not.toBe(rid);
  expect((await post("m1", anew)).status).toBe(200);
});

/** getSingleMessage.ts and rooms.ts of 7.7.1. */
test("messages and rooms of others are not accessible", async () => {
  const { call, as, openRoom, post } = await startSandbox();
  const rid = await openRoom("jane");
  await post("m1", rid);
  const sam = as("sam");
  expect((await call("GET", "/api/v1/chat.getMessage?msgId=m1", undefined, sam)).json).toEqual({
    success: false,
    error: "Not allowed [error-not-allowed]",
    errorType: "error-not-allowed",
    details: { method: "getSingleMessage" },
  });
  expect((await call("GET", `/api/v1/rooms.info?roomId=${rid}`, undefined, sam)).json).toEqual({
    success: false,
    error: "not-allowed",
    errorType: "Not Allowed",
  });
  expect((await call("GET", "/api/v1/rooms.info?roomId=none")).json.errorType).toBe("error-room-not-found");
  const own = await call("GET", `/api/v1/rooms.info?roomId=${rid}`);
  expect(own.json.room).toMatchObject({ _id: rid, t: "d", usernames: ["gitlab-bot", "jane"], msgs: 1 });
});

/** chat.ts@01d81c2, canDeleteMessage.ts and constant/permissions.ts of 7.7.1. */
describe("chat.delete", () => {
  test("deletes a message for a bot that has the role user, too", async () => {
    const { call, openRoom, post, sandbox } = await startSandbox({ clock: () => 5 });
    const rid = await openRoom("jane");
    for (const id of ["m1", "m2", "m3"]) await post(id, rid);
    const { json } = await call("POST", "/api/v1/chat.delete", { roomId: rid, msgId: "m2" });
    expect(json).toMatchObject({ _id: "m2", ts: "5", message: { _id: "m2", rid }, success: true });
    expect(sandbox.ledger.messages("jane").map(({ id, n }) => [id, n])).toEqual([
      ["m1", 1],
      ["m3", 2],
    ]);
    expect((await call("GET", "/api/v1/chat.getMessage?msgId=m2")).text).toBe('{"success":false}');
    const again = await call("POST", "/api/v1/chat.delete", { roomId: rid, msgId: "m2" });
    expect(again.json).toEqual({ success: false, error: 'No message found with the id of "m2".' });
  });

  test.each([
    [["bot"], {}, "error-action-not-allowed"],
    [["user", "bot"], {}, undefined],
    [["user", "bot"], { Message_AllowDeleting: false }, "error-action-not-allowed"],
  ])("by an account with the roles %j where the settings are %j: %s", async (roles, settings, errorType) => {
    const started = await startSandbox({ settings });
    const { call } = started;
    const admin = await logIn(started, "admin", "admin's password");
    const user = { email: "b@example.invalid", name: "B", username: "b", password: "secret", roles };
    await call("POST", "/api/v1/users.create", user, admin);
    const b = await logIn(started, "b", "secret");
    const { json } = await call("POST", "/api/v1/im.create", { username: "b" }, b);
    const { rid } = json.room;
    await call("POST", "/api/v1/chat.sendMessage", { message: { _id: "own", rid, msg: "x" } }, b);
    const answer = await call("POST", "/api/v1/chat.delete", { roomId: rid, msgId: "own" }, b);
    expect(answer.json.errorType).toBe(errorType);
    expect(answer.json.success).toBe(errorType === undefined);
  });

  test("not others' messages, and not from another room than said", async () => {
    const { call, openRoom, post, as } = await startSandbox();
    const rid = await openRoom("jane");
    await post("m1", rid);
    const byJane = await call("POST", "/api/v1/chat.delete", { roomId: rid, msgId: "m1" }, as("jane"));
    expect(byJane.json).toMatchObject({ errorType: "error-action-not-allowed" });
    const elsewhere = await call("POST", "/api/v1/chat.delete", { roomId: "elsewhere", msgId: "m1" });
    expect(elsewhere.json.error).toBe("The room id provided does not match where the message is from.");
  });
});

describe("settings.public", () => {
  test("answers the settings that were asked for, to anybody", async () => {
    const { call } = await startSandbox({ settings: { Message_MaxAllowedSize: 1000 } });
    const { json } = await call(
      "GET",
      "/api/v1/settings.public?_id=Message_MaxAllowedSize,Message_AllowDeleting",
      undefined,
      {},
    );
    expect(json).toEqual({
      settings: [
        { _id: "Message_AllowDeleting", value: true },
        { _id: "Message_MaxAllowedSize", value: 1000 },
      ],
      count: 2,
      offset: 0,
      total: 2,
      success: true,
    });
  });

  test("shows the size limit that is enforced", async () => {
    const { call, openRoom, post, sandbox } = await startSandbox();
    const rid = await openRoom("jane");
    sandbox.faults.replace([{ kind: "message_size", size: 800 }]);
    const { json } = await call("GET", "/api/v1/settings.public?_id=Message_MaxAllowedSize");
    expect(json.settings).toEqual([{ _id: "Message_MaxAllowedSize", value: 800 }]);
    expect((await post("m1", rid, "x".repeat(801))).json.errorType).toBe("error-message-size-exceeded");
    expect((await post("m1", rid, "x".repeat(800))).status).toBe(200);
  });
});

/** validateUserData.ts@6d63323. */
test("usernames follow the administrator's pattern, except those from LDAP", async () => {
  const user = { email: "x@example.invalid", name: "X", username: "jörg", password: "secret" };
  const usual = await startSandbox({ users: ["müller@example:1"] });
  expect(await usual.openRoom("müller@example:1")).toEqual(expect.any(String));
  const { json } = await usual.call("POST", "/api/v1/users.create", user, usual.as("admin"));
  expect(json).toMatchObject({ errorType: "error-input-is-not-a-valid-field", details: { input: "jörg" } });
  const wide = await startSandbox({ settings: { UTF8_User_Names_Validation: "[a-zäöü]+" } });
  expect((await wide.call("POST", "/api/v1/users.create", user, wide.as("admin"))).status).toBe(200);
});
