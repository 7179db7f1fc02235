import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { KubeConfig } from "@kubernetes/client-node";
import { discover, kindOf, merged, readyStatus, type Stored } from "./kubernetes-objects.ts";
import { serve } from "./serve.ts";

const PATH = /^\/(?:api\/v1|apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+))?$/;

/**
 * A small Kubernetes API in memory: discovery, reading, listing, server-side apply (dry runs too), merge patches,
 * deletion. Workloads are ready as soon as they are there.
 */
export async function startKubernetesApi() {
  const objects = new Map<string, Stored>();
  const writes: string[] = [];
  const { url, close } = await serve((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [status, body] = await handle(request);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  async function handle(request: IncomingMessage): Promise<[number, unknown]> {
    const { pathname, searchParams } = new URL(request.url ?? "", url);
    const apiVersion = pathname.startsWith("/api/v1") ? "v1" : pathname.split("/").slice(2, 4).join("/");
    if (pathname === "/api/v1" || /^\/apis\/[^/]+\/[^/]+$/.test(pathname)) {
      const found = discover(apiVersion);
      return found === undefined ? notFound(pathname) : [200, found];
    }
    const matched = /^\/api\/v1\/namespaces\/([^/]+)$/.exec(pathname)
      ? [pathname, undefined, "namespaces", pathname.split("/").at(-1)]
      : (PATH.exec(pathname) ?? []);
    const [, namespace, plural = "", name] = matched;
    const kind = kindOf(apiVersion, plural);
    if (kind === undefined) return notFound(pathname);
    if (name === undefined) return [200, list(apiVersion, kind, namespace)];
    const key = `${kind}/${namespace ?? ""}/${name}`;
    if (request.method === "GET") return objects.has(key) ? [200, objects.get(key)] : notFound(pathname);
    if (request.method === "DELETE") return remove(key, pathname);
    return patch(key, (await json(request)) as Stored, request.headers["content-type"] ?? "", searchParams);
  }

  function list(apiVersion: string, kind: string, namespace: string | undefined): object {
    const items = [...objects.values()].filter((object) => {
      return object.kind === kind && (namespace === undefined || object.metadata.namespace === namespace);
    });
    return { apiVersion, kind: `${kind}List`, metadata: {}, items };
  }

  function remove(key: string, pathname: string): [number, unknown] {
    if (!objects.delete(key)) return notFound(pathname);
    writes.push(`DELETE ${key}`);
    const [kind, , name] = key.split("/");
    for (const [other, { metadata }] of objects) {
      if (kind === "Namespace" && metadata.namespace === name) objects.delete(other);
    }
    return [200, { kind: "Status", apiVersion: "v1", status: "Success" }];
  }

  function patch(key: string, change: Stored, type: string, query: URLSearchParams): [number, unknown] {
    const { namespace } = change.metadata;
    if (namespace !== undefined && !objects.has(`Namespace//${namespace}`)) return notFound(`namespace ${namespace}`);
    const live = objects.get(key);
    if (live === undefined && type !== "application/apply-patch+yaml") return notFound(key);
    const wanted = merged(live ?? {}, change) as Stored;
    wanted.metadata = { ...wanted.metadata, managedFields: [{ manager: query.get("fieldManager") ?? "other" }] };
    const status = readyStatus(wanted);
    const stored = status === undefined ? wanted : { ...wanted, status };
    if (query.get("dryRun") === "All") return [200, stored];
    objects.set(key, stored);
    writes.push(`PATCH ${key}`);
    return [200, stored];
  }

  const config = new KubeConfig();
  config.loadFromOptions({
    // The library refuses plain HTTP otherwise.
    clusters: [{ name: "memory", server: url, skipTLSVerify: true }],
    users: [{ name: "nobody" }],
    contexts: [{ name: "memory", cluster: "memory", user: "nobody" }],
    currentContext: "memory",
  });
  return {
    config,
    close,
    /** Requests that changed something, in their order. */
    writes,
    secret: (namespace: string, name: string) => decoded(objects.get(`Secret/${namespace}/${name}`)),
    get: (key: string) => objects.get(key),
    put: (object: Stored) =>
      objects.set(`${object.kind}/${object.metadata.namespace ?? ""}/${object.metadata.name}`, object),
    forget: (key: string) => objects.delete(key),
    /** What is there beside Kubernetes' own. */
    keys: () => [...objects.keys()].filter((key) => !/^Node\/|\/kube-system\//.test(key)),
  };
}

function notFound(what: string): [number, object] {
  return [404, { kind: "Status", apiVersion: "v1", status: "Failure", message: `${what} not found`, code: 404 }];
}

function decoded(secret: Stored | undefined): Record<string, string> | undefined {
  if (secret === undefined) return undefined;
  const entries = Object.entries((secret["data"] ?? {}) as Record<string, string>);
  return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value, "base64").toString()]));
}
