import { PATHS } from "../contract/paths.ts";
import { ROUTES } from "../generated/routes.ts";

interface KnownRoute {
  /** The path in the contract, with `{parameters}`: a label with few values. */
  template: string;
  /** Exact value of the `Allow` header. */
  allow: string;
}

const byPath = new Map<string, KnownRoute>();
const byPattern: { pattern: RegExp; route: KnownRoute }[] = [];

for (const path of new Set(ROUTES.map((route) => route.path))) {
  const methods = ROUTES.filter((route) => route.path === path).map(({ method }) => method);
  const allow = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
  const route = { template: path, allow };
  if (path.includes("{")) byPattern.push({ pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`), route });
  else byPath.set(path, route);
}

/** The contract's route at a path, whatever the method. */
export function routeAt(path: string): KnownRoute | undefined {
  return byPath.get(path) ?? byPattern.find(({ pattern }) => pattern.test(path))?.route;
}

const PROBES = new Set<string>([PATHS.livez, PATHS.readyz]);

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Labels for a request's metrics, always from closed lists; undefined for probes. */
export function metricLabels(method: string, path: string): { method: string; route: string } | undefined {
  if (PROBES.has(path)) return undefined;
  return {
    method: METHODS.has(method) ? method : "other",
    route: routeAt(path)?.template ?? pageOf(path) ?? "other",
  };
}

/** The page to which an asset's path belongs. */
function pageOf(path: string): string | undefined {
  if (path.startsWith("/docs/")) return "/docs";
  return path.startsWith("/page/") ? "/" : undefined;
}

/** The labels of every documented answer, so that their series exist from the start. */
export const DOCUMENTED_ANSWERS = ROUTES.filter(({ path }) => !PROBES.has(path)).flatMap(({ method, path, statuses }) =>
  statuses.map((status) => ({ method, route: path, status })),
);
