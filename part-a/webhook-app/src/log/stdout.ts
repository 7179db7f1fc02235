import { fstatSync, write } from "node:fs";
import { isatty } from "node:tty";
import type { Sink } from "./line-output.ts";

/**
 * Stdout, whatever it is. Node writes to pipes and sockets without blocking, and to terminals. A file or a device it would
 * write to in the event loop.
 */
export function stdoutSink(): Sink {
  const stat = fstatSync(1);
  return stat.isFile() || (stat.isCharacterDevice() && !isatty(1)) ? fileSink(1) : streamSink(process.stdout);
}

function streamSink(stream: NodeJS.WriteStream): Sink {
  // The reader has gone: each write tells its own caller so, too.
  stream.on("error", () => {});
  return (text, done) => void stream.write(text, done);
}

function fileSink(fd: number): Sink {
  /** A full disk cut a line off: what comes next must not go on in it. */
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
