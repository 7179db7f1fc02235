import type { Cluster } from "../../kubernetes/cluster.ts";
import type { Slot } from "../../step.ts";
import type { GitLabClient } from "./client.ts";
import type { Writer } from "./writer.ts";

/** The addresses of the registry, the service's webhooks and Rocket.Chat inside the cluster. */
export const REGISTRY_HOST = "gitlab.gitlab.svc.cluster.local:5050";
export const WEBHOOK_URL = "http://webhook-app.webhook-app.svc.cluster.local/webhooks/gitlab";
export const ROCKET_CHAT_URL = "http://rocket-chat.rocket-chat.svc.cluster.local:3000";

/** The branch that is deployed. */
export const BRANCH = "main";

/** GitLab's number for the role Maintainer (https://docs.gitlab.com/api/access_requests/). */
export const MAINTAINER = 40;

/** What the steps at GitLab work with. */
export interface GitLabContext {
  cluster: Cluster;
  url: string;
  /** For reading; set by the step of the administrator's token. */
  client: Slot<GitLabClient>;
  /** For changing. */
  writer: Writer;
  /** Set by the step of the project. */
  projectId: Slot<number>;
  /** The branch's last commit; set by the step that pushes. */
  head: Slot<string>;
}
