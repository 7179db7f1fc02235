import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { Faults } from "./faults.ts";
import { cursorAt, viewMessage, viewPeople } from "./inbox.ts";
import type { Message } from "./model.ts";
import type { SandboxContext } from "./play-fault.ts";
import type { Workspace } from "./workspace.ts";

/** A page that missed more than this reloads its view instead. */
const MAX_MISSED = 200;

/** Faults change with every request; the page needs an update only a few times a second. */
const FAULTS_EVERY_MS = 200;

/** Proxies close idle connections, commonly after 60 s. */
const HEARTBEAT_MS = 20_000;

export interface StreamDeps {
  workspace: Workspace;
  faults: Faults;
}

/**
 * Streams what happens after a cursor (`Last-Event-ID`, or `?after=` at first): events `message`, `people` and
 * `faults`; or `reset` if the cursor is from another epoch or too old, and the page has to start over.
 */
export function streamEvents(context: SandboxContext, deps: StreamDeps): Response {
  const cursor = context.req.header("last-event-id") ?? context.req.query("after") ?? "";
  context.header("X-Accel-Buffering", "no");
  return streamSSE(context, async (stream) => {
    const stop = catchUpAndFollow(stream, cursor, deps);
    await new Promise<void>((resolve) => stream.onAbort(resolve));
    stop();
  });
}

/**
 * Catches up and follows without a gap, so that nothing is lost in between; the stream keeps the order of the writes.
 */
function catchUpAndFollow(stream: SSEStreamingApi, cursor: string, deps: StreamDeps): () => void {
  const missed = missedSince(cursor, deps.workspace);
  if (missed === undefined) void send(stream, "reset", {});
  for (const message of missed ?? []) void sendMessage(stream, message, deps.workspace);
  return follow(stream, deps);
}

function missedSince(cursor: string, workspace: Workspace): readonly Message[] | undefined {
  const [epoch, seq] = cursor.split(":");
  const messages = workspace.ledger.messages();
  const from = Number(seq);
  if (epoch !== workspace.epoch() || !(from <= messages.length)) return undefined;
  return messages.length - from > MAX_MISSED ? undefined : messages.slice(from);
}

function follow(stream: SSEStreamingApi, { workspace, faults }: StreamDeps): () => void {
  const unwatch = workspace.watch((entry) => {
    if (entry.kind === "message") void sendMessage(stream, entry.message, workspace);
    if (entry.kind === "person" || entry.kind === "active" || entry.kind === "gone")
      void send(stream, "people", viewPeople(workspace));
    if (entry.kind === "epoch") void send(stream, "reset", {});
  });
  let due: NodeJS.Timeout | undefined;
  const sendFaults = () => {
    due = undefined;
    void send(stream, "faults", faults.list());
  };
  sendFaults();
  const unwatchFaults = faults.watch(() => (due ??= setTimeout(sendFaults, FAULTS_EVERY_MS)));
  const heartbeat = setInterval(() => void stream.write(": still here\n\n"), HEARTBEAT_MS);
  return () => {
    unwatch();
    unwatchFaults();
    clearTimeout(due);
    clearInterval(heartbeat);
  };
}

async function sendMessage(stream: SSEStreamingApi, message: Message, workspace: Workspace): Promise<void> {
  await send(stream, "message", viewMessage(message, workspace), cursorAt(workspace, message.seq));
}

async function send(stream: SSEStreamingApi, event: string, data: unknown, id?: string): Promise<void> {
  await stream.writeSSE({ event, data: JSON.stringify(data), ...(id === undefined ? {} : { id }) });
}
