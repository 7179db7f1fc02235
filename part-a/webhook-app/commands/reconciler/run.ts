import type { Budget } from "./budget.ts";
import type { GitLab } from "./gitlab.ts";
import type { Report } from "./report.ts";
import type { HandIn } from "./service.ts";

/** What one run works with. */
export interface Run {
  gitlab: GitLab;
  /** Undefined without a token of the service's: then authors stay unknown that GitLab does not name. */
  handIn: HandIn | undefined;
  /** From when on deliveries are looked at that the service took, in epoch milliseconds. */
  since: number;
  budget: Budget;
  report: Report;
}
