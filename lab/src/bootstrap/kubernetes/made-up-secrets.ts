import type { Cluster } from "../../kubernetes/cluster.ts";
import { readSecret, type SecretValues, writeSecret } from "../../kubernetes/secret.ts";
import { randomKeyFile, randomPassword } from "../../random-values.ts";
import { LAB_SECRETS } from "../../secrets.ts";
import type { Step } from "../../step.ts";

interface MadeUp {
  namespace: string;
  name: string;
  values: (cluster: Cluster) => SecretValues | Promise<SecretValues>;
  /** A volume whose data depend on the values: without the Secret nobody can open them again. */
  volume?: string;
}

const MADE_UP: MadeUp[] = [
  {
    namespace: "mongodb",
    name: "mongodb",
    values: () => ({
      "root-password": randomPassword(),
      "rocketchat-password": randomPassword(),
      "key-file": randomKeyFile(),
    }),
    volume: "data-mongodb-0",
  },
  { namespace: "rocket-chat", name: "mongodb-user", values: mongodbUser },
  // Not "root": that is the name of a GitLab user, who is notified of pushes.
  {
    namespace: "rocket-chat",
    name: "rocket-chat-admin",
    values: () => ({ username: "lab-admin", password: randomPassword() }),
  },
  { namespace: "gitlab", name: "gitlab-root", values: () => ({ password: randomPassword() }) },
  {
    namespace: "webhook-app",
    name: "webhook-app-postgresql",
    values: () => ({ password: randomPassword() }),
    volume: "data-postgresql-0",
  },
];

async function mongodbUser(cluster: Cluster): Promise<SecretValues> {
  const { "rocketchat-password": password = "" } = (await readSecret(cluster, "mongodb", "mongodb")) ?? {};
  return { password };
}

/** The Secrets whose values we generate. An existing one is never overwritten: a database depends on its password. */
export function madeUpSecrets(cluster: Cluster): Step[] {
  return MADE_UP.map((secret) => madeUpSecret(cluster, secret));
}

function madeUpSecret(cluster: Cluster, { namespace, name, values, volume }: MadeUp): Step {
  const keys = LAB_SECRETS.find((secret) => secret.namespace === namespace && secret.name === name)?.keys ?? [];
  return {
    name: `Kubernetes: Secret ${namespace}/${name}`,
    async check() {
      const there = await readSecret(cluster, namespace, name);
      const missing = keys.filter((key) => !there?.[key]);
      return missing.length === 0 ? undefined : `generated: ${missing.join(", ")}`;
    },
    async change() {
      if (volume !== undefined) await refuseOrphan(cluster, namespace, name, volume);
      const made = await values(cluster);
      await writeSecret(cluster, namespace, name, { ...made, ...(await readSecret(cluster, namespace, name)) });
    },
  };
}

async function refuseOrphan(cluster: Cluster, namespace: string, secret: string, volume: string): Promise<void> {
  const claim = { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { namespace, name: volume } };
  if ((await cluster.read(claim)) === undefined) return;
  throw new Error(
    `the volume ${namespace}/${volume} has data of an earlier run, and the Secret with its password is gone. ` +
      `Restore Secret ${namespace}/${secret}, or delete the data: kubectl -n ${namespace} delete pvc ${volume}`,
  );
}
