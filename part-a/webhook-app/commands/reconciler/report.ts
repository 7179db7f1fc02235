/** What a run found and did; counts deliveries unless stated otherwise. */
export interface Report {
  /** Hooks that lead to the service. */
  hooks: number;
  /** Every attempt failed. */
  missed: number;
  /** Failed at first, but delivered since. */
  recovered: number;
  /** Resent by this run, and answered with 2xx. */
  resent: number;
  /** Resent by this run, and failed again. */
  failed: number;
  /** Left to the next run: GitLab's rate limit, the end of the run's time, or a service that is still unreachable. */
  left: number;
  /** The service rejected the body itself, or GitLab can no longer send it: a resend would be useless. */
  unrecoverable: number;
  /** Posted again with authors from GitLab's API, and some were notified. */
  completed: number;
  /** GitLab's API does not show the authors either: commits are gone, or GITLAB_TOKEN may not see them. */
  incomplete: number;
  /** Hooks that GitLab had disabled and that this run enabled again. */
  enabled: number;
  /** Problems that need attention. */
  problems: string[];
}

/** An empty report. */
export function newReport(): Report {
  const deliveries = {
    missed: 0,
    recovered: 0,
    resent: 0,
    failed: 0,
    left: 0,
    unrecoverable: 0,
    completed: 0,
    incomplete: 0,
  };
  return { hooks: 0, ...deliveries, enabled: 0, problems: [] };
}
