import type { KubernetesObject } from "@kubernetes/client-node";

/** An object by its name. */
export interface ObjectName {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
}

/** A Pod's container in which a program can be run. */
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

/** Where something in the cluster can be reached from here, until it is closed. */
interface Reached {
  url: string;
  close: () => Promise<void>;
}

/** What the lab asks of Kubernetes. */
export interface Cluster {
  /** undefined: there is no such object, or nobody in this cluster knows its kind. */
  read<T extends KubernetesObject = KubernetesObject>(name: ObjectName): Promise<T | undefined>;
  list<T extends KubernetesObject = KubernetesObject>(
    apiVersion: string,
    kind: string,
    namespace?: string,
  ): Promise<T[]>;
  /** Server-side apply: fields that the object does not name stay as they are. Resolves to the whole object. */
  apply(object: KubernetesObject, options?: { dryRun?: boolean }): Promise<KubernetesObject>;
  /** Changes the fields that the object names, of an object that is there. */
  merge(object: KubernetesObject & { spec?: object }): Promise<void>;
  /** Deletes it, what it owns included; no such object is as good. */
  remove(name: ObjectName): Promise<void>;
  /**
   * Runs a program, with one line on its standard input.
   *
   * @returns what it printed
   * @throws Error with what it printed on stderr, when it ends with anything but 0
   */
  exec(container: ContainerName, command: string[], line: string): Promise<string>;
  reach(service: ServicePort): Promise<Reached>;
}
