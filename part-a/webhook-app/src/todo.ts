import type { DeliveryReason } from "./reasons.ts";

/** What an operator can do about each reason, as a sentence for logs and pages. */
export const TODO: Record<DeliveryReason, string> = {
  unmapped_user: "Add the person to `people` of the recipients file, or set `same_usernames: true`.",
  unknown_user:
    "Correct the Rocket.Chat username, in exactly the case that Rocket.Chat shows, in the recipients file; then retry the message.",
  deactivated_user: "Activate the account in Rocket.Chat and retry, or remove the person from the recipients file.",
  blocked_user:
    "Ask the person to unblock the bot in their direct room, then retry; or remove them from the recipients file.",
  encrypted_room:
    "Allow unencrypted messages in encrypted rooms (E2E_Allow_Unencrypted_Messages), or turn off encryption in the direct room with the bot. Waiting messages are sent within half an hour, or at once if you restart the service.",
  not_permitted:
    "Give the bot's role the permission create-d, and check whether its direct room with the person is read-only, archived or muted. Waiting messages are sent within half an hour, or at once if you restart the service.",
  app_prevented: "Find the Rocket.Chat app that blocks the bot's messages, allow them there, then retry.",
  message_rejected: "Read Rocket.Chat's error (`code`, `detail`), fix the cause, then retry the message.",
  unauthorized:
    "Check ROCKETCHAT_USER_ID and ROCKETCHAT_AUTH_TOKEN, that the bot is active and has the role bot, and that its token needs no second factor.",
  restricted_workspace:
    "Let Rocket.Chat reach collector.rocket.chat, or enter a licence: without either it refuses messages sent through its API.",
  rate_limited: "Give the bot the role bot (permission api-bypass-rate-limit), or raise Rocket.Chat's rate limit.",
  timeout:
    "Check the load and the logs of Rocket.Chat and MongoDB: Rocket.Chat accepts requests but does not answer within 10 s.",
  unreachable: "Check ROCKETCHAT_URL, DNS, the proxy and the NetworkPolicy, and whether Rocket.Chat runs.",
  not_rocket_chat:
    "Check ROCKETCHAT_URL with its path: something else answers there, such as a sign-in page, a redirect or a proxy.",
  tls: "Renew the certificate, or give the service the CA that signed it (NODE_EXTRA_CA_CERTS). The certificate must include the URL's host.",
  server_error: "Check the logs of Rocket.Chat, MongoDB and the proxy in front for that time.",
  expired: "Nothing for this message: it is older than MAX_AGE_HOURS. Find out why messages waited for so long.",
  opted_out: "Nothing: the person is null in `people` of the recipients file, and so is never notified.",
  redacted_author:
    "Run the reconciler with one of the service's tokens: GitLab redacts e-mail addresses when it resends a webhook, and the reconciler looks them up. If the commits are gone, nothing can be done.",
  beyond_payload:
    "Run the reconciler with one of the service's tokens: GitLab sends only the newest 20 commits of a push, and the reconciler looks up the others, up to 100 in all.",
};
