import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createLineOutput } from "../../src/log/line-output.ts";

/** An output whose writes end when the test says how. */
function createOutput() {
  const writes: { text: string; done: (error?: Error) => void }[] = [];
  let dropped = 0;
  const output = createLineOutput(
    (text, done) => writes.push({ text, done }),
    (lines) => (dropped += lines),
  );
  return { output, writes, dropped: () => dropped };
}

const LONG = `${"x".repeat(4_095)}\n`;

describe("the log's output", () => {
  test("gathers lines for a while, and writes at once when they are many", () => {
    vi.useFakeTimers();
    const { output, writes } = createOutput();
    output.write("one\n");
    output.write("two\n");
    expect(writes).toHaveLength(0);
    vi.advanceTimersByTime(100);
    expect(writes.map(({ text }) => text)).toEqual(["one\ntwo\n"]);
    vi.useRealTimers();
    const busy = createOutput();
    busy.output.write(LONG);
    expect(busy.writes).toHaveLength(1);
  });

  test("keeps the order: one write at a time", () => {
    const { output, writes } = createOutput();
    output.write(LONG);
    output.write("later\n");
    output.flush();
    expect(writes).toHaveLength(1);
    writes[0]?.done();
    output.flush();
    expect(writes[1]?.text).toBe("later\n");
  });

  test("writes what came during a slow write soon after it, though no other line follows", () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { output, writes } = createOutput();
    output.write("one\n");
    vi.advanceTimersByTime(100);
    output.write("two\n");
    vi.advanceTimersByTime(1_000);
    writes[0]?.done();
    vi.advanceTimersByTime(100);
    expect(writes.map(({ text }) => text)).toEqual(["one\n", "two\n"]);
  });

  test("counts the lines of a failed write as dropped, and continues with the next", () => {
    const { output, writes, dropped } = createOutput();
    output.write("one\n");
    output.write("two\n");
    output.flush();
    writes[0]?.done(new Error("ENOSPC"));
    expect(dropped()).toBe(2);
    output.write("three\n");
    output.flush();
    expect(writes[1]?.text).toBe("three\n");
  });

  test("keeps no more than a MiB for a reader that hangs", () => {
    const { output, writes, dropped } = createOutput();
    for (let line = 0; line < 1_000; line++) output.write(LONG);
    expect(writes).toHaveLength(1);
    expect(dropped()).toBe(1_000 - 1 - 256);
    writes[0]?.done();
    expect(writes[1]?.text).toHaveLength(1_048_576);
  });

  test("is flushed when everything is written or dropped, including what came meanwhile", () => {
    const { output, writes } = createOutput();
    const flushed = vi.fn<() => void>();
    output.write("one\n");
    output.flush(flushed);
    output.write("two\n");
    writes[0]?.done();
    expect(flushed).not.toHaveBeenCalled();
    writes[1]?.done(new Error("EPIPE"));
    expect(flushed).toHaveBeenCalledOnce();
  });
});
