import { PUBLIC_ROUTES } from "../contract.ts";

interface KnownRoute {
  /** As the contract writes it, with `{parameters}`: a label with few values. */
  template: string;
  /** Exact value of the `Allow` header. */
  allow: string;
}

const byPath = new Map<string, KnownRoute>();
const byPattern: { pattern: RegExp; route: KnownRoute }[] = [];

for (const path of new Set(PUBLIC_ROUTES.map((route) => route.path))) {
  const methods = PUBLIC_ROUTES.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
  const allow = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
  const route = { template: path, allow };
  if (path.includes("{")) byPattern.push({ pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`), route });
  else byPath.set(path, route);
}

/** The contract's route at a path, whatever the method. */
export function routeAt(path: string): KnownRoute | undefined {
  return byPath.get(path) ?? byPattern.find(({ pattern }) => pattern.test(path))?.route;
}

const PROBES = new Set(["/livez", "/readyz"]);

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Labels for a request's metrics, from closed lists whatever was sent; undefined for probes. */
export function metricLabels(method: string, path: string): { method: string; route: string } | undefined {
  if (PROBES.has(path)) return undefined;
  return {
    method: METHODS.has(method) ? method : "other",
    route: routeAt(path)?.template ?? pageOf(path) ?? "other",
  };
}

/** The page that an asset's path belongs to. */
function pageOf(path: string): string | undefined {
  if (path.startsWith("/docs/")) return "/docs";
  return path.startsWith("/page/") ? "/" : undefined;
}

/** Each answer that the contract documents, as labels, so that their series exist from the start. */
export const DOCUMENTED_ANSWERS = PUBLIC_ROUTES.filter(({ path }) => !PROBES.has(path)).flatMap((route) =>
  Object.keys(route.responses).map((status) => ({ method: route.method.toUpperCase(), route: route.path, status })),
);
