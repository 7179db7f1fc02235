import type { Budget } from "./budget.ts";
import type { GitLab } from "./gitlab.ts";
import type { Report } from "./report.ts";
import type { HandIn } from "./service.ts";

/** The dependencies and the state of one run. */
export interface Run {
  gitlab: GitLab;
  /** Undefined without one of the service's tokens: then authors whom GitLab does not name stay unknown. */
  handIn: HandIn | undefined;
  /** Accepted deliveries are looked at from here on, in epoch milliseconds. */
  since: number;
  budget: Budget;
  report: Report;
}
