import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
} from "@grafana/grafana-foundation-sdk/dashboard";

import { DATASOURCE, type Row } from "./panel.ts";
import { delivery } from "./rows/delivery.ts";
import { outbox } from "./rows/outbox.ts";
import { overview } from "./rows/overview.ts";
import { nodeProcess } from "./rows/process.ts";
import { receiving } from "./rows/receiving.ts";
import { rocketChat } from "./rows/rocket-chat.ts";
import { scaling } from "./rows/scaling.ts";

const ROWS: Row[] = [overview, receiving, delivery, outbox, rocketChat, scaling, nodeProcess];

/**
 * The service's dashboard in Grafana's classic schema: of the newer one, v2, Grafana 13 loads nothing from ConfigMaps
 * (https://github.com/grafana-community/helm-charts/issues/643).
 */
export function dashboard(): Dashboard {
  const builder = new DashboardBuilder("webhook-app")
    .uid("webhook-app")
    .description("GitLab webhooks that become Rocket.Chat direct messages: receiving, delivery, backlog and scaling.")
    .tags(["webhook-app"])
    .timezone("browser")
    .time({ from: "now-1h", to: "now" })
    .refresh("30s")
    .tooltip(DashboardCursorSync.Crosshair)
    // Changes in the browser would be lost at the next start; the source is in git.
    .readonly()
    .variables([
      new DatasourceVariableBuilder("datasource").label("Data source").type("prometheus"),
      label("job", "Job", "label_values(webhook_app_info, job)"),
      label("instance", "Instance", 'label_values(webhook_app_info{job=~"$job"}, instance)'),
    ]);
  for (const { title, panels } of ROWS) {
    builder.withRow(new RowBuilder(title));
    for (const panel of panels) builder.withPanel(panel);
  }
  return withIds(builder.build());
}

/**
 * All by default, as `.+`: a list of all Pods of two weeks could be too long for a URL. Queries
 * for series that other services also have (CPU, memory, HTTP) are limited to this one by `ofOurs`.
 */
function label(name: string, title: string, query: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(title)
    .datasource(DATASOURCE)
    .query(query)
    .multi(true)
    .includeAll(true)
    .allValue(".+")
    .current({ selected: true, text: "All", value: "$__all" })
    .refresh(VariableRefresh.OnTimeRangeChanged);
}

/** The SDK sets no ids, and Grafana needs them to open a single panel. */
function withIds(built: Dashboard): Dashboard {
  return { ...built, panels: (built.panels ?? []).map((panel, index) => ({ ...panel, id: index + 1 })) };
}
