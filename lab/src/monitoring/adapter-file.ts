import { parseAllDocuments, stringify } from "yaml";

const HEAD = `# prometheus-adapter 5.3.0 for those without Helm: \`kubectl apply -f\` this. Written by lab/scripts/render-adapter.ts from
# prometheus-metrics-adaptor-values.yaml and the chart (https://github.com/prometheus-community/helm-charts,
# charts/prometheus-adapter, cf408a290aec489277a94450bb3511432477a53a; copyright of its authors, Apache License 2.0,
# https://www.apache.org/licenses/LICENSE-2.0); not edited by hand.
`;

/** The text of part-b/prometheus-metrics-adaptor.yaml, from what `helm template` printed. */
export function adapterFile(rendered: string): string {
  const objects = parseAllDocuments(rendered).map((document) => document.toJS() as unknown);
  const written = objects.filter((object) => object !== null).map((object) => stringify(object, { lineWidth: 0 }));
  return HEAD + written.join("---\n");
}
