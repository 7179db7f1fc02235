import type { KubernetesObject } from "@kubernetes/client-node";

/** An object by its name. */
export interface ObjectName {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
}

/** A Pod's container, to run a program in. */
interface ContainerName {
  namespace: string;
  pod: string;
  container: string;
}

/** One port of a Service. */
export interface ServicePort {
  namespace: string;
  name: string;
  port: string;
}

/** A local URL for something in the cluster, until it is closed. */
interface Reached {
  url: string;
  close: () => Promise<void>;
}

/** What the lab needs from Kubernetes. */
export interface Cluster {
  /** undefined if there is no such object, or the cluster does not know its kind. */
  read<T extends KubernetesObject = KubernetesObject>(name: ObjectName): Promise<T | undefined>;
  list<T extends KubernetesObject = KubernetesObject>(
    apiVersion: string,
    kind: string,
    namespace?: string,
  ): Promise<T[]>;
  /** Server-side apply: fields that the object does not name stay as they are. Resolves to the whole object. */
  apply(object: KubernetesObject, options?: { dryRun?: boolean }): Promise<KubernetesObject>;
  /** Changes the given fields of an existing object. */
  merge(object: KubernetesObject & { spec?: object }): Promise<void>;
  /** Deletes it and what it owns; succeeds if there is no such object. */
  remove(name: ObjectName): Promise<void>;
  /**
   * Runs a program with one line on its standard input.
   *
   * @returns its output
   * @throws Error with its stderr if it exits with anything but 0
   */
  exec(container: ContainerName, command: string[], line: string): Promise<string>;
  reach(service: ServicePort): Promise<Reached>;
}
