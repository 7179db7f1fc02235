import { plainLine } from "../../src/notifications/escape-text.ts";
import type { Explanation } from "../../src/notifications/explain.ts";

/** For people: who is notified and why, who is not and why not, and the message. */
export function report(
  file: string,
  { event, rule, reason, detail, recipients, skipped, message }: Explanation,
): string {
  const lines = [`${file}: ${event}`];
  if (reason !== undefined) lines.push(`nobody is notified: ${reason}. ${plainLine(detail ?? "")}`);
  if (recipients.length > 0) lines.push(`notified by rule ${rule ?? "?"}:`);
  lines.push(...columns(recipients.map(({ recipient, because }) => [`  ${recipient}`, plainLine(because)])));
  if (skipped.length > 0) lines.push("not notified:");
  lines.push(...columns(skipped.map(({ person, reason }) => [`  ${plainLine(person)}`, reason])));
  if (message !== undefined) lines.push("message:", ...message.split("\n").map((line) => `  ${plainLine(line)}`));
  return `${lines.join("\n")}\n`;
}

/** A table of who would be notified of each payload. */
export function matrix(explained: readonly { file: string; explanation: Explanation }[]): string {
  const rows = explained.map(({ file, explanation: { event, rule, reason, recipients, skipped } }) => [
    file,
    event,
    String(rule ?? "-"),
    reason === undefined ? recipients.map(({ recipient }) => recipient).join(", ") : `nobody: ${reason}`,
    skipped.map(({ person, reason }) => `${plainLine(person)} (${reason})`).join(", ") || "-",
  ]);
  return `${columns([["payload", "event", "rule", "notified", "not notified"], ...rows]).join("\n")}\n`;
}

function columns(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
