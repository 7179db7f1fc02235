import { readFileSync } from "node:fs";
import { parse } from "smol-toml";

const RUNNERS = new URL("../../../part-a/k8s-manifests/gitlab-runner/", import.meta.url);

type Settings = Record<string, unknown>;

/** config.toml's settings for jobs' Pods, as far as the checks' Pods use them. */
export interface KubernetesConfig {
  namespace: string;
  service_account: string;
  automount_service_account_token: boolean;
  privileged: boolean;
  allow_privilege_escalation?: boolean;
  cap_drop?: string[];
  pod_security_context: Settings;
  build_container_security_context?: Settings;
  helper_container_security_context?: Settings;
  init_permissions_container_security_context?: Settings;
  cpu_request: string;
  memory_request: string;
  memory_limit: string;
  ephemeral_storage_request?: string;
  helper_cpu_request: string;
  helper_memory_request: string;
  helper_ephemeral_storage_request?: string;
  helper_memory_limit: string;
  volumes?: { empty_dir: { name: string; mount_path: string; size_limit: string }[] };
}

/** The Kubernetes section of a runner's config.toml. */
export function kubernetesOf(runner: string): KubernetesConfig {
  const file = readFileSync(new URL(`${runner}/config.toml`, RUNNERS), "utf8");
  const { runners } = parse(file) as unknown as { runners: { kubernetes: KubernetesConfig }[] };
  const [first] = runners;
  if (first === undefined) throw new Error(`${runner}/config.toml has no [[runners]]`);
  return first.kubernetes;
}

/** Dropped from every container by default (defaultCapDrop). */
const DROPPED = ["NET_RAW"];

/** A container's security context: the settings for all containers, overridden by its own. */
export function containerSecurity(kubernetes: KubernetesConfig, own: Settings = {}): Settings {
  const { privileged, allow_privilege_escalation: escalation, cap_drop: drop = [] } = kubernetes;
  return {
    privileged,
    ...(escalation === undefined ? {} : { allowPrivilegeEscalation: escalation }),
    capabilities: { drop: [...DROPPED, ...drop] },
    ...camelCase(own),
  };
}

/** Converts TOML's names to those of the Kubernetes API. */
export function camelCase(settings: Settings): Settings {
  const entries = Object.entries(settings).map(([key, value]) => {
    const name = key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const isGroup = typeof value === "object" && value !== null && !Array.isArray(value);
    return [name, isGroup ? camelCase(value as Settings) : value];
  });
  return Object.fromEntries(entries) as Settings;
}
