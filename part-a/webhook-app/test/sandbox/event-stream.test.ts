import { describe, expect, onTestFinished, test } from "vitest";
import { startSandbox, type Started } from "./start-sandbox.ts";

interface Event {
  event: string;
  id: string | undefined;
  // oxlint-disable-next-line typescript/no-explicit-any -- its shape goes with `event`
  data: any;
}

/** Reads events one by one, as a browser does. */
async function follow({ url }: Started, cursor: string, lastEventId?: string) {
  const headers: Record<string, string> = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
  const response = await fetch(`${url}/sandbox/events?after=${encodeURIComponent(cursor)}`, { headers });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  onTestFinished(() => reader.cancel().catch(() => undefined));
  let buffer = "";
  const next = async (kind: string): Promise<Event> => {
    for (;;) {
      const end = buffer.indexOf("\n\n");
      if (end >= 0) {
        const event = parse(buffer.slice(0, end));
        buffer = buffer.slice(end + 2);
        if (event.event === kind) return event;
        continue;
      }
      const { value, done } = await reader.read();
      if (done) throw new Error(`The stream ended before a ${kind}.`);
      buffer += value;
    }
  };
  return { response, next };
}

function parse(block: string): Event {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
  return { event: field("event") ?? "", id: field("id"), data: JSON.parse(field("data") ?? "null") };
}

const cursorOf = async ({ call }: Started): Promise<string> => (await call("GET", "/sandbox/inbox")).json.cursor;

describe("the event stream", () => {
  test("sends messages as they are stored, rendered and numbered", async () => {
    const started = await startSandbox({ clock: () => 7 });
    const stream = await follow(started, await cursorOf(started));
    expect(stream.response.headers.get("content-type")).toBe("text/event-stream");
    await started.post("m1", await started.openRoom("jane"), "*hi* <b>");
    const { id, data } = await stream.next("message");
    expect(id).toBe(`${started.sandbox.workspace.epoch()}:1`);
    expect(data).toEqual({
      id: "m1",
      seq: 1,
      n: 1,
      recipient: "jane",
      sender: "GitLab",
      ts: 7,
      html: "<p><strong>hi</strong> &lt;b&gt;</p>",
      preview: "hi <b>",
    });
  });

  test("resumes after Last-Event-ID, whatever the URL says", async () => {
    const started = await startSandbox();
    const cursor = await cursorOf(started);
    const rid = await started.openRoom("jane");
    for (const id of ["m1", "m2", "m3"]) await started.post(id, rid);
    const epoch = started.sandbox.workspace.epoch();
    const stream = await follow(started, cursor, `${epoch}:1`);
    expect((await stream.next("message")).data.id).toBe("m2");
    expect((await stream.next("message")).data.id).toBe("m3");
    await started.post("m4", rid);
    expect((await stream.next("message")).data.id).toBe("m4");
  });

  test("sends reset for a cursor of another inbox, a malformed one, or one too far back", async () => {
    const started = await startSandbox();
    const rid = await started.openRoom("jane");
    const cursor = await cursorOf(started);
    for (const wrong of ["other:0", "", `${cursor.split(":")[0]}:5`, `${cursor.split(":")[0]}:x`]) {
      const stream = await follow(started, wrong);
      expect((await stream.next("reset")).id).toBeUndefined();
    }
    const { sandbox } = started;
    const room = sandbox.workspace.room(rid)!;
    for (let count = 0; count <= 200; count += 1) {
      sandbox.workspace.store({ id: `m${count}`, msg: "x", ts: 1, senderId: room.memberIds[0]!, room });
    }
    const stream = await follow(started, cursor);
    expect((await stream.next("reset")).id).toBeUndefined();
  });

  test("sends reset when the inbox is emptied", async () => {
    const started = await startSandbox();
    const stream = await follow(started, await cursorOf(started));
    await started.call("POST", "/sandbox/reset");
    expect((await stream.next("reset")).data).toEqual({});
  });

  test("sends faults at first and when they change, and people", async () => {
    const started = await startSandbox();
    const stream = await follow(started, await cursorOf(started));
    expect((await stream.next("faults")).data).toEqual([]);
    await started.call("PUT", "/sandbox/faults", { faults: [{ kind: "html" }] });
    expect((await stream.next("faults")).data).toMatchObject([{ kind: "html", hits: 0 }]);
    await started.call("POST", "/sandbox/users/jane/deactivate");
    const { data } = await stream.next("people");
    expect(data.map(({ username, active }: { username: string; active: boolean }) => [username, active])).toEqual([
      ["jane", false],
      ["sam", true],
    ]);
  });
});
