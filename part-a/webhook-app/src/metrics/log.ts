import { Counter, type Registry } from "@prometheus-io/client";

/** Counts lines that the log could not write. */
export function logMetrics(registers: Registry[]) {
  const dropped = new Counter({
    name: "log_lines_dropped_total",
    help: "Log lines that could not be written to stdout: its reader is gone or hangs, or its disk is full",
    registers,
  });
  return { observeDroppedLines: (lines: number): void => dropped.inc(lines) };
}
