import { type Autoscaler, IN_FLIGHT, PER_SECOND } from "../monitoring/hpa.ts";

/** How far a load is above the target that it should cross: 2 Pods become 3, and 3 become 5. */
const ABOVE = 1.5;
/** And how far below the other target it stays. */
const BELOW = 0.65;

export interface SlowLoad {
  perSecond: number;
  /** How long each request stays open. */
  waitSeconds: number;
}

/**
 * Few requests that stay open for long: above the target of requests in flight, below that of webhooks per second.
 *
 * @throws Error if the targets leave no room for that
 */
export function slowLoad({ min, targets }: Autoscaler): SlowLoad {
  const inFlight = ABOVE * min * targetOf(targets, IN_FLIGHT);
  const most = BELOW * min * targetOf(targets, PER_SECOND);
  // A client may ask the service to wait for up to 9 s.
  for (let waitSeconds = 1; waitSeconds <= 9; waitSeconds += 1) {
    const perSecond = Math.ceil(inFlight / waitSeconds);
    if (perSecond <= most) return { perSecond, waitSeconds };
  }
  throw new Error(`no load is above ${inFlight} in flight and below ${most} per second: the targets are too far apart`);
}

/** Many webhooks per second: above that target for this many Pods, each answered at once. */
export function fastLoad({ targets }: Autoscaler, replicas: number): number {
  return Math.ceil(ABOVE * replicas * targetOf(targets, PER_SECOND));
}

function targetOf(targets: Record<string, number>, name: string): number {
  const target = targets[name];
  if (target === undefined) throw new Error(`hpa.yaml has no metric ${name}`);
  return target;
}
