/** Where a rule is broken on purpose. An exception that is no longer needed fails the tests too. */
export interface Exception {
  rule: string;
  subject: string;
  reason: string;
}

const GITLAB = "gitlab/StatefulSet/gitlab/gitlab";
const NODE_REGISTRY = "node-registry/DaemonSet/node-registry";
const GITLAB_IS_ROOT =
  "The one-container image starts its parts as root and lets each step down to its own user; Pod Security: baseline.";
const NODE_FILES = "/etc/hosts and /etc/containerd/certs.d belong to the node's root; it has no capability.";
const NO_RIGHTS = "It mounts no token, and nothing is bound to the namespace's default account.";
const MANAGER = "The manager makes the jobs' Pods through the API server.";
const SET_BY_CI = "CI sets the digest that it has pushed; what stands in git is a name for trying things out.";
const SET_BY_HAND = "Whoever applies it sets the image that the Deployment runs; what stands in git is a name.";
const EXECUTOR = "What the Kubernetes executor needs, in the jobs' own namespace only.";

export const exceptions: Exception[] = [
  { rule: "not root", subject: GITLAB, reason: GITLAB_IS_ROOT },
  { rule: "all capabilities dropped", subject: GITLAB, reason: GITLAB_IS_ROOT },
  { rule: "read-only root file system", subject: GITLAB, reason: "Its configuration run writes all over the image." },
  { rule: "not root", subject: `${NODE_REGISTRY}/node-registry`, reason: NODE_FILES },
  { rule: "no path of the host", subject: NODE_REGISTRY, reason: NODE_FILES },
  { rule: "no ServiceAccount token", subject: "gitlab-runner/Deployment/build-runner", reason: MANAGER },
  { rule: "no ServiceAccount token", subject: "gitlab-runner/Deployment/deploy-runner", reason: MANAGER },
  { rule: "no right to Secrets", subject: "ci-build/Role/build-runner", reason: EXECUTOR },
  { rule: "no right to Secrets", subject: "ci-deploy/Role/deploy-runner", reason: EXECUTOR },
  { rule: "no right to make Pods", subject: "ci-build/Role/build-runner", reason: EXECUTOR },
  { rule: "no right to make Pods", subject: "ci-deploy/Role/deploy-runner", reason: EXECUTOR },
  {
    rule: "an exact version of the image",
    subject: "webhook-app/Deployment/webhook-app/webhook-app",
    reason: SET_BY_CI,
  },
  { rule: "an exact version of the image", subject: "webhook-app/CronJob/canary/canary", reason: SET_BY_HAND },
  { rule: "an exact version of the image", subject: "webhook-app/CronJob/reconciler/reconciler", reason: SET_BY_HAND },
  {
    rule: "a PodDisruptionBudget",
    subject: "webhook-app/StatefulSet/postgresql",
    reason: "With one server without a standby a budget could only forbid the draining of its node.",
  },
  { rule: "its own ServiceAccount", subject: "webhook-app/StatefulSet/postgresql", reason: NO_RIGHTS },
  { rule: "its own ServiceAccount", subject: "webhook-app/CronJob/postgresql-backup", reason: NO_RIGHTS },
  { rule: "its own ServiceAccount", subject: "webhook-app/CronJob/canary", reason: NO_RIGHTS },
  { rule: "its own ServiceAccount", subject: "webhook-app/CronJob/reconciler", reason: NO_RIGHTS },
];
