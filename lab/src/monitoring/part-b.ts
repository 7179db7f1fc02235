import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse, parseAllDocuments } from "yaml";

import type { Manifest } from "../manifest.ts";
import { ROOT } from "../repository.ts";

export const PART_B = join(ROOT, "part-b");

export const text = (name: string): string => readFileSync(join(PART_B, name), "utf8");

/** The file's only object. */
export const readOne = <Kind = Manifest>(name: string): Kind => parse(text(name)) as Kind;

/** Every object of the file. */
export const readAll = (name: string): Manifest[] =>
  parseAllDocuments(text(name)).map((document) => ({ ...(document.toJS() as Manifest), file: `part-b/${name}` }));

export interface Rule {
  record?: string;
  alert?: string;
  expr: string;
  for?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

interface PrometheusRule extends Manifest {
  spec: { groups: { name: string; rules: Rule[] }[] };
}

export const prometheusRule = readOne<PrometheusRule>("webhook-app-alerts.yaml");
export const rules: Rule[] = prometheusRule.spec.groups.flatMap((group) => group.rules);
export const alerts = rules.filter((rule): rule is Rule & { alert: string } => rule.alert !== undefined);

interface Panel {
  id: number;
  type: string;
  title: string;
  description?: string;
  datasource?: { uid: string };
  fieldConfig?: { defaults: { unit?: string } };
  gridPos: { h: number; w: number; x: number; y: number };
  targets?: { expr: string; refId: string; datasource: { uid: string } }[];
}

export interface Dashboard {
  uid: string;
  editable: boolean;
  schemaVersion: number;
  panels: Panel[];
  templating: { list: Variable[] };
}

interface Variable {
  name: string;
  label: string;
  type: string;
  query: string;
  multi: boolean;
  allValue?: string;
  refresh?: number;
  datasource?: { uid: string };
}

export const dashboard = JSON.parse(
  readOne("webhook-app-dashboard.yaml").data?.["webhook-app.json"] ?? "null",
) as Dashboard;
export const panels = dashboard.panels.filter(({ type }) => type !== "row");
export const panelQueries = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
