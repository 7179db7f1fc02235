import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { imageOf, readPipeline } from "../../src/read-pipeline.ts";

const RUNNERS = new URL("../../../part-a/k8s-manifests/gitlab-runner/", import.meta.url);

type Settings = Record<string, unknown>;

/** What config.toml says of jobs' Pods, as far as the Pods below follow from it. */
interface Kubernetes {
  namespace: string;
  service_account: string;
  automount_service_account_token: boolean;
  privileged: boolean;
  allow_privilege_escalation?: boolean;
  cap_drop?: string[];
  pod_security_context: Settings;
  build_container_security_context?: Settings;
  cpu_request: string;
  memory_request: string;
  memory_limit: string;
  volumes?: { empty_dir: { name: string; mount_path: string; size_limit: string }[] };
}

/** Where the runner has the checkout. */
export const BUILDS = "/builds";

/**
 * The Pod in which the Kubernetes executor would run a job: image and runner from .gitlab-ci.yml, the rest from that
 * runner's config.toml. Its shell waits for the script; the helper container, which clones, is left out.
 */
export function jobPod(job: string, name: string) {
  const definition = readPipeline().jobs[job];
  if (definition === undefined) throw new Error(`.gitlab-ci.yml has no job ${job}`);
  const kubernetes = kubernetesOf(definition.tags[0] ?? "");
  const volumes = [
    { name: "repo", mountPath: BUILDS, emptyDir: {} },
    ...(kubernetes.volumes?.empty_dir ?? []).map((volume) => ({
      name: volume.name,
      mountPath: volume.mount_path,
      emptyDir: { sizeLimit: volume.size_limit },
    })),
  ];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: kubernetes.namespace },
    spec: {
      restartPolicy: "Never",
      activeDeadlineSeconds: 900,
      serviceAccountName: kubernetes.service_account,
      automountServiceAccountToken: kubernetes.automount_service_account_token,
      securityContext: camelCase(kubernetes.pod_security_context),
      containers: [
        {
          name: "build",
          image: imageOf(definition),
          imagePullPolicy: "IfNotPresent",
          command: ["sh", "-c", "trap 'exit 0' TERM; sleep 3600 & wait"],
          resources: resourcesOf(kubernetes),
          securityContext: containerSecurity(kubernetes),
          volumeMounts: volumes.map(({ name, mountPath }) => ({ name, mountPath })),
        },
      ],
      volumes: volumes.map(({ name, emptyDir }) => ({ name, emptyDir })),
    },
  };
}

function kubernetesOf(runner: string): Kubernetes {
  const file = readFileSync(new URL(`${runner}/config.toml`, RUNNERS), "utf8");
  const { runners } = parse(file) as unknown as { runners: { kubernetes: Kubernetes }[] };
  const [first] = runners;
  if (first === undefined) throw new Error(`${runner}/config.toml has no [[runners]]`);
  return first.kubernetes;
}

function resourcesOf({ cpu_request: cpu, memory_request: memory, memory_limit: limit }: Kubernetes) {
  return { requests: { cpu, memory }, limits: { memory: limit } };
}

function containerSecurity(kubernetes: Kubernetes): Settings {
  const { privileged, allow_privilege_escalation: escalation, cap_drop: drop } = kubernetes;
  return {
    privileged,
    ...(escalation === undefined ? {} : { allowPrivilegeEscalation: escalation }),
    ...(drop === undefined ? {} : { capabilities: { drop } }),
    ...camelCase(kubernetes.build_container_security_context ?? {}),
  };
}

/** TOML's names as the Kubernetes API writes them. */
function camelCase(settings: Settings): Settings {
  const entries = Object.entries(settings).map(([key, value]) => {
    const name = key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const isGroup = typeof value === "object" && value !== null && !Array.isArray(value);
    return [name, isGroup ? camelCase(value as Settings) : value];
  });
  return Object.fromEntries(entries) as Settings;
}
