import { fstatSync, write } from "node:fs";
import { isatty } from "node:tty";
import type { Sink } from "./line-output.ts";

/**
 * Stdout of any kind. Node writes to pipes, sockets and terminals without blocking; but to a file or a device it would
 * write in the event loop.
 */
export function stdoutSink(): Sink {
  const stat = fstatSync(1);
  return stat.isFile() || (stat.isCharacterDevice() && !isatty(1)) ? fileSink(1) : streamSink(process.stdout);
}

function streamSink(stream: NodeJS.WriteStream): Sink {
  // The reader is gone: each write reports this to its own caller too.
  stream.on("error", () => {});
  return (text, done) => void stream.write(text, done);
}

function fileSink(fd: number): Sink {
  /** A full disk cut a line off: the next one must not continue it. */
  let torn = false;

  function writeAll(bytes: Buffer, done: (error?: Error | null) => void): void {
    write(fd, bytes, (error, written) => {
      if (error) return done(error);
      torn = written < bytes.length;
      if (torn) writeAll(bytes.subarray(written), done);
      else done();
    });
  }

  return (text, done) => writeAll(Buffer.from(torn ? `\n${text}` : text), done);
}
