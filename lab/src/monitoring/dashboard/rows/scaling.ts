import { graph, type Row } from "../panel.ts";
import { HPA, PODS } from "../selectors.ts";

const current = (metric: string) =>
  `max(kube_horizontalpodautoscaler_status_target_metric{${HPA},metric_name="${metric}",metric_target_type="average"})`;
const target = (metric: string) =>
  `max(kube_horizontalpodautoscaler_spec_target_metric{${HPA},metric_name="${metric}",metric_target_type="average"})`;

export const scaling: Row = {
  title: "Scaling",
  panels: [
    graph({
      title: "Replicas, desired and current",
      description:
        "Desired and current replicas of the HPA. Different for more than a minute: new Pods do not start (quota, image, nodes). At the maximum: the load exceeds what the HPA may scale to.",
      unit: "none",
      queries: ["status_current", "status_desired", "spec_min", "spec_max"].map((kind) => [
        `max(kube_horizontalpodautoscaler_${kind}_replicas{${HPA}})`,
        kind.replace(/^\w+_/, ""),
      ]),
    }),
    graph({
      title: "In flight, as the HPA sees it",
      description:
        "Mean of all Pods, and the target above which the HPA adds replicas. A missing or frozen line: the adapter or Prometheus does not answer, and the HPA keeps the current replicas.",
      unit: "short",
      queries: [
        [current("http_requests_in_flight_avg"), "mean of the Pods"],
        [target("http_requests_in_flight_avg"), "target"],
      ],
    }),
    graph({
      title: "Webhooks per second, as the HPA sees it",
      description:
        "Mean of all Pods, and the target above which the HPA adds replicas. The metric that asks for more replicas counts.",
      unit: "reqps",
      queries: [
        [current("webhooks_received_per_second"), "mean of the Pods"],
        [target("webhooks_received_per_second"), "target"],
      ],
    }),
    graph({
      title: "Webhooks per second and Pod",
      description:
        "The same metric for each Pod. One Pod with all of them: GitLab keeps its connections open, and new Pods get few requests until they close.",
      unit: "reqps",
      queries: [[`sum by (pod) (rate(webhooks_received_total{${PODS}}[$__rate_interval]))`, "{{pod}}"]],
    }),
    graph({
      title: "State of the HPA",
      description:
        "ScalingActive must be 1: otherwise the HPA cannot read its metrics. ScalingLimited 1: minReplicas or maxReplicas decides; the former is normal in quiet hours.",
      unit: "none",
      max: 1,
      queries: [
        [`max by (condition) (kube_horizontalpodautoscaler_status_condition{${HPA},status="true"})`, "{{condition}}"],
      ],
    }),
    graph({
      title: "Replicas by version",
      description:
        "Replicas by version and store. Two versions: an upgrade is in progress, or stuck if this lasts. sqlite beside postgresql: a replica has another DATABASE_URL, and its messages wait elsewhere.",
      unit: "none",
      queries: [[`count by (version, store) (webhook_app_info{${PODS}})`, "{{version}}, {{store}}"]],
    }),
  ],
};
