import { kubectl } from "../kubectl.ts";

/** The operator's own Service for Prometheus, whatever the release's name. */
const API = "/api/v1/namespaces/monitoring/services/prometheus-operated:9090/proxy/api/v1";

export interface Series {
  metric: Record<string, string>;
  /** For a query at one time. */
  value?: [at: number, value: string];
  /** For a query over a range. */
  values?: [at: number, value: string][];
}

async function get<Data>(path: string, parameters: Record<string, string> = {}): Promise<Data> {
  const query = new URLSearchParams(parameters).toString();
  return (JSON.parse(await kubectl(["get", "--raw", `${API}/${path}?${query}`])) as { data: Data }).data;
}

/** The current series of a query. */
export async function query(expr: string): Promise<Series[]> {
  return (await get<{ result: Series[] }>("query", { query: expr })).result;
}

/** A query's series from `start` to `end` (epoch seconds), every `step` seconds. */
export async function queryRange(expr: string, start: number, end: number, step: number): Promise<Series[]> {
  const range = { query: expr, start: String(start), end: String(end), step: String(step) };
  return (await get<{ result: Series[] }>("query_range", range)).result;
}

export interface Alert {
  labels: Record<string, string>;
  state: "pending" | "firing";
  activeAt: string;
}

/** The alerts that are pending or firing. */
export async function activeAlerts(): Promise<Alert[]> {
  return (await get<{ alerts: Alert[] }>("alerts")).alerts;
}
