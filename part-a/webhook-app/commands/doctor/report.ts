import { CHECKS, type Finding, type Verdict } from "./finding.ts";

const WIDTH = 15;

/** All findings and their count by verdict, for programs. */
export function jsonReport(url: string, findings: readonly Finding[]): string {
  const explained = findings.map((finding) => ({ ...finding, why: CHECKS[finding.check] }));
  return `${JSON.stringify({ url, ...counts(findings), findings: explained }, null, 2)}\n`;
}

/** The same as a table; whatever is not ok says why it matters and what to do. */
export function tableReport(url: string, findings: readonly Finding[]): string {
  const lines = findings.flatMap((finding) => {
    const { check, verdict, saw, todo } = finding;
    const line = `${verdict.padEnd(9)}${check.replaceAll("_", " ").padEnd(WIDTH)}${saw}`;
    const indent = " ".repeat(9 + WIDTH);
    return todo === undefined
      ? [line]
      : [line, `${indent}Why it matters: ${CHECKS[check]}`, `${indent}What to do: ${todo}`];
  });
  const { ok, warnings, broken } = counts(findings);
  const total = `${ok} ok, ${warnings} ${warnings === 1 ? "warning" : "warnings"}, ${broken} broken`;
  return `${[`Rocket.Chat at ${url}`, "", ...lines, "", total].join("\n")}\n`;
}

/** 0: all is well; 1: it works, with warnings; 2: messages will not be delivered as promised. */
export function exitCode(findings: readonly Finding[]): number {
  const { warnings, broken } = counts(findings);
  if (broken > 0) return 2;
  return warnings > 0 ? 1 : 0;
}

function counts(findings: readonly Finding[]): { ok: number; warnings: number; broken: number } {
  const count = (wanted: Verdict) => findings.filter(({ verdict }) => verdict === wanted).length;
  return { ok: count("ok"), warnings: count("warning"), broken: count("broken") };
}
