import { imageOf, readPipeline } from "../../src/read-pipeline.ts";
import { camelCase, containerSecurity, type KubernetesConfig, kubernetesOf } from "./runner-config.ts";

/** Where the runner puts the checkout. */
export const BUILDS = "/builds";

/** Project and job are numbered by GitLab; here there is one of each. */
const SCRIPTS = "/scripts-15-1";
const LOGS = "/logs-15-1";

/** Replaces the runner's helper image, whose git and program are not needed here: the checkout is an archive. */
const HELPER_IMAGE = "busybox:1.37.0";

/** The command that starts the first shell that a container's image has, which reads its standard input. */
export const SHELL = [
  "sh",
  "-c",
  "for shell in /usr/local/bin/bash /usr/bin/bash /bin/bash /usr/local/bin/sh /usr/bin/sh /bin/sh /busybox/sh; do " +
    'if [ -x "$shell" ]; then exec "$shell" "$@"; fi; done; echo shell not found; exit 1',
];

/**
 * The Pod that the Kubernetes executor creates for a job: image and runner from .gitlab-ci.yml, the rest from that
 * runner's config.toml. Read in preparePodConfig, createBuildAndHelperContainers and buildPermissionsInitContainer of
 * executors/kubernetes/kubernetes.go, and BashDetectShellScript of shells/bash.go, of gitlab-runner at d79f3e7b
 * (19.4.0).
 *
 * @param name also the name of the Secret with the job's registry login
 */
export function jobPod(job: string, name: string) {
  const definition = readPipeline().jobs[job];
  if (definition === undefined) throw new Error(`.gitlab-ci.yml has no job ${job}`);
  const kubernetes = kubernetesOf(definition.tags[0] ?? "");
  const volumes = volumesOf(kubernetes);
  const shared = {
    imagePullPolicy: "IfNotPresent",
    volumeMounts: volumes.map((volume) => ({ name: volume.name, mountPath: volume.mountPath })),
  };
  const { build_container_security_context: own, helper_container_security_context: helpers } = kubernetes;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: kubernetes.namespace },
    spec: {
      restartPolicy: "Never",
      // In the runner the job's time limit; here a check's.
      activeDeadlineSeconds: 900,
      serviceAccountName: kubernetes.service_account,
      automountServiceAccountToken: kubernetes.automount_service_account_token,
      imagePullSecrets: [{ name }],
      securityContext: camelCase(kubernetes.pod_security_context),
      initContainers: [{ ...initPermissions(kubernetes), ...shared }],
      containers: [
        {
          name: "build",
          image: imageOf(definition),
          command: SHELL,
          stdin: true,
          resources: buildResources(kubernetes),
          securityContext: containerSecurity(kubernetes, own),
          ...shared,
        },
        {
          name: "helper",
          image: HELPER_IMAGE,
          command: SHELL,
          stdin: true,
          resources: helperResources(kubernetes),
          securityContext: containerSecurity(kubernetes, helpers),
          ...shared,
        },
      ],
      volumes: volumes.map(({ name: volume, emptyDir }) => ({ name: volume, emptyDir })),
    },
  };
}

function volumesOf({ volumes }: KubernetesConfig) {
  const own = (volumes?.empty_dir ?? []).map(({ name, mount_path, size_limit }) => {
    return { name, mountPath: mount_path, emptyDir: { sizeLimit: size_limit } };
  });
  return [
    { name: "scripts", mountPath: SCRIPTS, emptyDir: {} },
    { name: "logs", mountPath: LOGS, emptyDir: {} },
    ...own,
    { name: "repo", mountPath: BUILDS, emptyDir: {} },
  ];
}

/** Makes the job's log writable for both containers, whatever their users. */
function initPermissions(kubernetes: KubernetesConfig) {
  const log = `${LOGS}/output.log`;
  return {
    name: "init-permissions",
    image: HELPER_IMAGE,
    command: ["sh", "-c", `touch ${log} && (chmod 777 ${log} || exit 0)`],
    resources: helperResources(kubernetes),
    securityContext: containerSecurity(kubernetes, kubernetes.init_permissions_container_security_context),
  };
}

function buildResources(kubernetes: KubernetesConfig) {
  const { cpu_request: cpu, memory_request: memory, memory_limit, ephemeral_storage_request: storage } = kubernetes;
  return { requests: { cpu, memory, ...disk(storage) }, limits: { memory: memory_limit } };
}

function helperResources(kubernetes: KubernetesConfig) {
  const { helper_cpu_request: cpu, helper_memory_request: memory, helper_memory_limit } = kubernetes;
  const requests = { cpu, memory, ...disk(kubernetes.helper_ephemeral_storage_request) };
  return { requests, limits: { memory: helper_memory_limit } };
}

function disk(storage: string | undefined) {
  return storage === undefined ? {} : { "ephemeral-storage": storage };
}
