/**
 * Every kind that GitLab documents, for a metric label to which outsiders cannot add values: `object_kind` of project
 * and group hooks (doc/user/project/integrations/webhook_events.md), then `event_name` of group and system hooks
 * (doc/administration/system_hooks.md).
 */
const KINDS = [
  "push",
  "tag_push",
  "issue",
  "work_item",
  "note",
  "merge_request",
  "wiki_page",
  "pipeline",
  "build",
  "deployment",
  "feature_flag",
  "release",
  "milestone",
  "emoji",
  "access_token",
  "deploy_token",
  "vulnerability",
  "gitlab_subscription_member_approval",
  "gitlab_subscription_member_approvals",
  "group_create",
  "group_destroy",
  "group_rename",
  "key_create",
  "key_destroy",
  "project_create",
  "project_destroy",
  "project_rename",
  "project_transfer",
  "project_update",
  "repository_update",
  "subgroup_create",
  "subgroup_destroy",
  "user_access_request_denied_for_group",
  "user_access_request_revoked_for_group",
  "user_access_request_revoked_for_project",
  "user_access_request_to_group",
  "user_access_request_to_project",
  "user_add_to_group",
  "user_add_to_team",
  "user_create",
  "user_destroy",
  "user_failed_login",
  "user_remove_from_group",
  "user_remove_from_team",
  "user_rename",
  "user_update_for_group",
  "user_update_for_team",
] as const;

/** The values of `webhooks_received_total{event}`: a documented kind, `other`, or `invalid` for a POST without one. */
export const EVENT_LABELS: readonly string[] = [...KINDS, "other", "invalid"];

const LABELS = new Set(EVENT_LABELS);

/** The label for a payload's kind. */
export function eventLabel(kind: string): string {
  return LABELS.has(kind) ? kind : "other";
}
