export interface DemoFacts {
  /** Whether an earlier run left data. */
  again: boolean;
  /** The service's answer to the first push. */
  outcome: string;
  chatUrl: string;
  baseUrl: string;
  metricsPort: number;
  secretToken: string;
  signingToken: string;
  adminToken: string;
  serviceLog: string;
  data: string;
}

/** What the demo prints once everything runs: where to look and what to paste. */
export function instructions(facts: DemoFacts): string {
  const { chatUrl, baseUrl, metricsPort, secretToken, signingToken, adminToken, serviceLog, data } = facts;
  const post = `curl -sS -H 'content-type: application/json'`;
  return `
${history(facts)}

  Inbox          ${chatUrl}/          each person's messages, live
  Webhooks       ${baseUrl}/          each one's outcome and reason; it asks for ADMIN_TOKEN: ${adminToken}
  API            ${baseUrl}/docs      try it in the browser
  Metrics        http://127.0.0.1:${metricsPort}/metrics
  Service's log  ${serviceLog}

Paste these into another terminal, in part-a/webhook-app, and watch the inbox:

  # a push of 25 commits
  ${post} -H 'x-gitlab-token: ${secretToken}' --data-binary @payloads/push-25-commits.json ${baseUrl}/webhooks/gitlab

  # a tag
  ${post} -H 'x-gitlab-token: ${secretToken}' --data-binary @payloads/tag.json ${baseUrl}/webhooks/gitlab

  # a branch, signed as GitLab >= 19.0 does
  ${post} $(node scripts/sign-webhook.mjs '${signingToken}' payloads/branch-created.json) --data-binary @payloads/branch-created.json ${baseUrl}/webhooks/gitlab

  # an outage: press "Make Rocket.Chat fail" and "Down" in the inbox page, paste this, wait 15 s, press "End all
  # faults": within half a minute the first one or two pushes arrive as single messages, the others as one digest
  for n in 1 2 3 4 5 6 7 8; do sed "s/da1560886d4f094c3e6c9ef40349f7d38b5d27d7/$(printf %040d $n)/g" payloads/push.json | ${post} -H 'x-gitlab-token: ${secretToken}' --data-binary @- ${baseUrl}/webhooks/gitlab; done

  # the state of all messages
  curl -sS -H 'authorization: Bearer ${adminToken}' ${baseUrl}/notifications

Sending the same push twice makes one message. Ctrl-C stops the demo; the data stays in ${data}.
`;
}

function history({ again, outcome }: DemoFacts): string {
  if (!again) return "A recorded GitLab push was sent, and its messages have arrived.";
  const first =
    outcome === "duplicate" ? "its messages were delivered then, so it is a duplicate" : "its messages are sent again";
  return `The data of an earlier run is still there. The first push was sent again: ${first}.`;
}
