import type { V1Secret } from "@kubernetes/client-node";
import type { Cluster, ObjectName } from "./cluster.ts";

export type SecretValues = Record<string, string>;

function secretName(namespace: string, name: string): ObjectName {
  return { apiVersion: "v1", kind: "Secret", metadata: { namespace, name } };
}

/** The values of a Secret; undefined if there is none. */
export async function readSecret(cluster: Cluster, namespace: string, name: string): Promise<SecretValues | undefined> {
  const secret = await cluster.read<V1Secret>(secretName(namespace, name));
  if (secret === undefined) return undefined;
  const values = Object.entries(secret.data ?? {}).map(([key, value]) => [
    key,
    Buffer.from(value, "base64").toString(),
  ]);
  return Object.fromEntries(values) as SecretValues;
}

/** Adds values to a Secret, keeping its others, and creates it if needed. */
export async function writeSecret(
  cluster: Cluster,
  namespace: string,
  name: string,
  values: SecretValues,
  type = "Opaque",
): Promise<void> {
  // All values: applying removes those that the same manager set before and leaves out now.
  const all = { ...(await readSecret(cluster, namespace, name)), ...values };
  const data = Object.fromEntries(
    Object.entries(all).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  );
  await cluster.apply({ ...secretName(namespace, name), type, data } as V1Secret);
}
