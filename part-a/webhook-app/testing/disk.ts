import type { DiskCall } from "./strace.ts";

/** Whether an unsynced write reached the disk anyway. */
export type Survives = () => boolean;

type Change = { offset: number; data: Buffer } | { truncatedTo: number };

interface File {
  /** Certainly on the disk. */
  synced: Buffer;
  /** Done since the last sync, in order. */
  unsynced: Change[];
}

/**
 * The files as a power cut at `cutAt` leaves them, reconstructed from the process' system calls.
 *
 * Replays every write, truncation, deletion and sync byte by byte, so parts of the log that were overwritten
 * after a checkpoint are exact. A file's content at its last completed sync remains; of later calls, each
 * took effect completely or not at all, as `survives` decides. Assumes that a file's own fsync makes its directory
 * entry durable, as in ext4, xfs and btrfs, and that deletions are durable at once. Not covered: writes torn within one
 * call, disks that lie about a sync.
 *
 * @param cutAt epoch ms
 */
export function diskAfterPowerCut(calls: readonly DiskCall[], cutAt: number, survives: Survives): Map<string, Buffer> {
  const files = new Map<string, File>();
  for (const call of calls) if (call.doneAt <= cutAt) play(call, files);
  const left = [...files].map(([path, { synced, unsynced }]): [string, Buffer] => [
    path,
    unsynced.filter(survives).reduce(changed, synced),
  ]);
  return new Map(left);
}

function play(call: DiskCall, files: Map<string, File>): void {
  if (call.call === "unlink") return void files.delete(call.path);
  const file = files.get(call.path) ?? { synced: Buffer.alloc(0), unsynced: [] };
  files.set(call.path, file);
  if (call.call === "write") file.unsynced.push({ offset: call.offset, data: call.data });
  else if (call.call === "truncate") file.unsynced.push({ truncatedTo: call.size });
  else {
    file.synced = file.unsynced.reduce(changed, file.synced);
    file.unsynced = [];
  }
}

function changed(content: Buffer, change: Change): Buffer {
  if ("truncatedTo" in change) return resized(content, change.truncatedTo);
  const { offset, data } = change;
  const written = resized(content, Math.max(content.length, offset + data.length));
  data.copy(written, offset);
  return written;
}

/** Grows by doubling the buffer, so that a log is not copied for each of thousands of writes. */
function resized(content: Buffer, size: number): Buffer {
  if (size <= content.length) return content.subarray(0, size);
  const room = content.buffer.byteLength - content.byteOffset;
  const grown = Buffer.from(size <= room ? content.buffer : new ArrayBuffer(2 * size), 0, size);
  if (size > room) content.copy(grown);
  else grown.fill(0, content.length);
  return grown;
}
