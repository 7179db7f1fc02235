/** Selects the Pods of the dashboard's variables; every query for a series of the service uses it. */
export const PODS = 'job=~"$job",instance=~"$instance"';

/**
 * Excludes other services' series of the same name: `job` and `instance` may be `.+`, and only this service's targets
 * have
 * webhook_app_info.
 */
export const ofOurs = (expr: string): string => `${expr} and on (job, instance) webhook_app_info{${PODS}}`;

/** The HPA's series come from kube-state-metrics, which has no Pod's job and instance. */
export const HPA = 'namespace="webhook-app",horizontalpodautoscaler="webhook-app"';

/** A quantile of one of our histograms. */
export function quantile(q: number, metric: string, labels = "", by = "le"): string {
  const matchers = labels === "" ? PODS : `${PODS},${labels}`;
  const rate = ofOurs(`rate(${metric}_bucket{${matchers}}[$__rate_interval])`);
  return `histogram_quantile(${q}, sum by (${by}) (${rate}))`;
}
