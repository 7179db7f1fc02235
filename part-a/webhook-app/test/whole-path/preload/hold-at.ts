/**
 * Loaded into the service with `node --import`: stops the thread that writes the outbox forever at one COMMIT, and says
 * so on stderr. The test then kills the process there. HOLD_AT is JSON of `Hold`.
 */
import { writeSync } from "node:fs";
import { DatabaseSync, StatementSync } from "node:sqlite";

/** Which COMMIT: the `nth` of a transaction in which a statement with these words ran. */
export interface Hold {
  /** In lower case. */
  within: string;
  when: "before" | "after";
  nth: number;
}

const { within, when, nth } = JSON.parse(process.env["HOLD_AT"] ?? "") as Hold;
const { exec } = DatabaseSync.prototype;
const { run } = StatementSync.prototype;
let matches = false;
let seen = 0;

StatementSync.prototype.run = function (this: StatementSync, ...values: unknown[]) {
  matches ||= this.sourceSQL.toLowerCase().includes(within);
  return run.apply(this, values as Parameters<typeof run>);
};

DatabaseSync.prototype.exec = function (sql) {
  if (!/^\s*commit\b/i.test(sql)) return exec.call(this, sql);
  const hit = matches && (seen += 1) === nth;
  matches = false;
  if (hit && when === "before") hold();
  exec.call(this, sql);
  if (hit && when === "after") hold();
};

function hold(): void {
  writeSync(2, `held ${when} commit of ${within}\n`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
