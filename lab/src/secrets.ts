/** A Secret that must be in the cluster before the Pods that use it can start. */
export interface LabSecret {
  namespace: string;
  name: string;
  keys: string[];
  /** What the values are and where they come from. */
  holds: string;
}

/**
 * All Secrets that the manifests refer to, except optional ones. None is in git: the bootstrap creates them,
 * and tests compare this list with the manifests.
 */
export const LAB_SECRETS: LabSecret[] = [
  {
    namespace: "mongodb",
    name: "mongodb",
    keys: ["root-password", "rocketchat-password", "key-file"],
    holds: "two random passwords of characters that need no escaping in a URL; 6 to 1024 characters of base64",
  },
  {
    namespace: "rocket-chat",
    name: "mongodb-user",
    keys: ["password"],
    holds: "the rocketchat-password of mongodb/mongodb again: Secrets cannot be read across namespaces",
  },
  {
    namespace: "rocket-chat",
    name: "rocket-chat-admin",
    keys: ["username", "password"],
    holds: "the first admin, created at Rocket.Chat's first start",
  },
  {
    namespace: "gitlab",
    name: "gitlab-root",
    keys: ["password"],
    holds: "root's first password; GitLab requires 8 or more",
  },
  {
    namespace: "gitlab-runner",
    name: "build-runner",
    keys: ["token"],
    holds: "glrt-…, from GitLab's POST /user/runners",
  },
  { namespace: "gitlab-runner", name: "deploy-runner", keys: ["token"], holds: "glrt-… of the protected runner" },
  {
    namespace: "webhook-app",
    name: "webhook-app-secrets",
    keys: ["ROCKETCHAT_USER_ID", "ROCKETCHAT_AUTH_TOKEN"],
    holds: "the bot's id and personal access token; with GITLAB_SIGNING_TOKENS and ADMIN_TOKEN, which may be absent",
  },
  { namespace: "webhook-app", name: "webhook-app-postgresql", keys: ["password"], holds: "a random password" },
  {
    namespace: "webhook-app",
    name: "registry-pull",
    keys: [".dockerconfigjson"],
    holds: "a deploy token of the project (a job's token ends with its job)",
  },
];
