import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { ApiException, CoreV1Api, type KubeConfig, PortForward, type V1Pod } from "@kubernetes/client-node";
import type { Cluster, ServicePort } from "./cluster.ts";
import { NotYet } from "../step.ts";
import { unreachable } from "./exec.ts";

interface Target {
  namespace: string;
  pod: string;
  port: number;
}

/**
 * Makes Cluster's `reach`: a port on this machine's loopback address, whose connections go through the
 * Kubernetes API to a Pod, as with `kubectl port-forward`. Not the API's service proxy: that one drops the
 * Authorization header, which Git needs to log in, and connects from an address that the NetworkPolicies block,
 * while a forwarded connection begins inside the Pod.
 */
export function createReach(config: KubeConfig): Cluster["reach"] {
  return async (service) => {
    const target = await resolve(config, service);
    const open = new Set<Socket>();
    const server = createServer({ allowHalfOpen: false }, (socket) => {
      open.add(socket);
      socket.on("error", () => socket.destroy()).on("close", () => open.delete(socket));
      void forward(config, target, socket);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const close = async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    };
    return { url, close };
  };
}

async function forward(config: KubeConfig, { namespace, pod, port }: Target, socket: Socket): Promise<void> {
  try {
    const tunnel = await new PortForward(config).portForward(namespace, pod, [port], socket, null, socket);
    if (tunnel === null || typeof tunnel === "function") return;
    // The library leaves one end open when the other is closed.
    tunnel.addEventListener("close", () => socket.end());
    socket.on("close", () => tunnel.close());
  } catch (error) {
    socket.destroy(unreachable(`${namespace}/${pod}:${port}`, error));
  }
}

/** Finds a ready Pod of the Service, and the number of the container's port. */
async function resolve(config: KubeConfig, { namespace, name, port }: ServicePort): Promise<Target> {
  const api = config.makeApiClient(CoreV1Api);
  const service = await api.readNamespacedService({ namespace, name }).catch((error: unknown) => {
    if (error instanceof ApiException && error.code === 404)
      throw new NotYet(`Service ${namespace}/${name} does not exist`);
    throw error;
  });
  const { targetPort } = service.spec?.ports?.find((candidate) => candidate.name === port) ?? {};
  const labelSelector = Object.entries(service.spec?.selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
  const { items } = await api.listNamespacedPod({ namespace, labelSelector });
  const pod = items.find(isReady);
  if (pod === undefined) throw new NotYet(`no Pod of Service ${namespace}/${name} is ready`);
  const number = typeof targetPort === "number" ? targetPort : containerPort(pod, String(targetPort));
  if (number === undefined) throw new Error(`Service ${namespace}/${name} has no port "${port}" that its Pods have`);
  return { namespace, pod: pod.metadata?.name ?? "", port: number };
}

function isReady({ metadata, status }: V1Pod): boolean {
  if (metadata?.deletionTimestamp !== undefined) return false;
  return status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false;
}

function containerPort({ spec }: V1Pod, name: string): number | undefined {
  const ports = (spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.find((port) => port.name === name)?.containerPort;
}
