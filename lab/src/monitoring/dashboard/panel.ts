import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import { type Panel, ThresholdsConfigBuilder, ThresholdsMode } from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TimeseriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";

/** The variable with which a person selects a Prometheus. */
export const DATASOURCE = { type: "prometheus", uid: "$datasource" };

export interface PanelOptions {
  title: string;
  /** What it shows, and what a bad value means. */
  description: string;
  /** Grafana's name for the unit. */
  unit: string;
  /** PromQL, and the legend of its series. */
  queries: [expr: string, legend: string][];
  /** Values above are bad: a line in graphs, red for single values. */
  limit?: number;
  /** How many of the grid's 24 columns. */
  span?: number;
  max?: number;
}

export interface Row {
  title: string;
  panels: Builder<Panel>[];
}

/** Lines over time. */
export function graph({ limit, span = 8, max, ...options }: PanelOptions): Builder<Panel> {
  const panel = new TimeseriesBuilder()
    .title(options.title)
    .description(options.description)
    .datasource(DATASOURCE)
    .unit(options.unit)
    .min(0)
    .height(8)
    .span(span)
    .lineWidth(1)
    .fillOpacity(8)
    .targets(options.queries.map(([expr, legend], index) => query(expr, legend, index).range()))
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .thresholds(thresholds(limit));
  if (max !== undefined) panel.max(max);
  if (limit !== undefined) {
    panel.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Line));
  }
  return panel;
}

/** One number: the newest. */
export function number({ limit, span = 4, ...options }: PanelOptions): Builder<Panel> {
  return new StatBuilder()
    .title(options.title)
    .description(options.description)
    .datasource(DATASOURCE)
    .unit(options.unit)
    .height(4)
    .span(span)
    .targets(options.queries.map(([expr, legend], index) => query(expr, legend, index).instant()))
    .thresholds(thresholds(limit));
}

function query(expr: string, legend: string, index: number): DataqueryBuilder {
  const refId = String.fromCodePoint("A".codePointAt(0)! + index);
  return new DataqueryBuilder().datasource(DATASOURCE).expr(expr).legendFormat(legend).refId(refId);
}

function thresholds(limit: number | undefined): ThresholdsConfigBuilder {
  const good = { value: null, color: "green" };
  const steps = limit === undefined ? [good] : [good, { value: limit, color: "red" }];
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps);
}
