/** What a run found and did, in deliveries unless it says otherwise. */
export interface Report {
  /** Hooks that lead to the service. */
  hooks: number;
  /** Failed each time they were tried. */
  missed: number;
  /** Failed at first, but got through since. */
  recovered: number;
  /** Sent again by this run, and answered 2xx. */
  resent: number;
  /** Sent again by this run, and failed again. */
  failed: number;
  /** Left to the next run, because of GitLab's rate limit, the run's time, or because the service is still not there. */
  left: number;
  /** The service refused the body itself, or GitLab can no longer send it: nothing is to be done about them. */
  unrecoverable: number;
  /** Handed in again with authors from GitLab's API, and news to some of them. */
  completed: number;
  /** Of whose authors GitLab's API knows no more: commits that are gone, or that GITLAB_TOKEN may not see. */
  incomplete: number;
  /** Hooks that GitLab had disabled and that are enabled again. */
  enabled: number;
  /** What somebody should look at. */
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
