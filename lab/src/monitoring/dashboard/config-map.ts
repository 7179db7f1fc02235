import { Document, Scalar } from "yaml";

import { dashboard } from "./dashboard.ts";

const HEAD = ` Written by lab/scripts/generate-dashboard.ts from lab/src/monitoring/dashboard; not edited by hand.`;

/** The text of part-b/webhook-app-dashboard.yaml. */
export function dashboardFile(): string {
  const json = new Scalar(`${JSON.stringify(dashboard(), null, 2)}\n`);
  json.type = Scalar.BLOCK_LITERAL;
  const document = new Document({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: "webhook-app-dashboard",
      // Grafana's sidecar reads only the ConfigMaps of its own namespace.
      namespace: "monitoring",
      labels: { grafana_dashboard: "1" },
      annotations: { grafana_folder: "Applications" },
    },
    data: { "webhook-app.json": json },
  });
  document.commentBefore = HEAD;
  return document.toString({ lineWidth: 0 });
}
