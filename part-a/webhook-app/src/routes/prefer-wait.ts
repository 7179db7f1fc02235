/** GitLab gives up after 10 s; the answer must be on its way before that. */
const MAX_WAIT_SECONDS = 9;

/**
 * The seconds of `Prefer: wait=N` (RFC 7240 section 4.3), at most 9; 0 if it is absent. Anything else is
 * ignored, as the RFC requires for preferences that a server does not understand.
 */
export function preferredWaitSeconds(prefer: string | undefined): number {
  const seconds = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9})"?\s*(?=$|[,;])/i.exec(prefer ?? "")?.[1];
  return Math.min(Number(seconds ?? 0), MAX_WAIT_SECONDS);
}
