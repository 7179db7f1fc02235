import type { DeliveryReason } from "./reasons.ts";

/** What an operator does about each reason, in a sentence for logs and pages. */
export const TODO: Record<DeliveryReason, string> = {
  unmapped_user: "Add the person to `people` of the recipients file, or set `same_usernames: true`.",
  unknown_user:
    "Correct the Rocket.Chat username, in exactly the case that Rocket.Chat shows, in the recipients file; then retry the message.",
  deactivated_user: "Activate the account in Rocket.Chat and retry, or take the person out of the recipients file.",
  blocked_user:
    "Ask the person to unblock the bot in their direct room, then retry; or take them out of the recipients file.",
  encrypted_room:
    "Allow unencrypted messages in encrypted rooms (E2E_Allow_Unencrypted_Messages), or switch encryption off in the direct room with the bot; what waits goes by itself within half an hour, at once after a restart of the service.",
  not_permitted:
    "Give the bot's role the permission create-d, and look whether its direct room with the person is read-only, archived or muted; what waits goes by itself within half an hour, at once after a restart of the service.",
  app_prevented: "Find the Rocket.Chat app that keeps messages of the bot back, let them through, then retry.",
  message_rejected: "Read what Rocket.Chat said (`code`, `detail`); mend that, then retry the message.",
  unauthorized:
    "Check ROCKETCHAT_USER_ID and ROCKETCHAT_AUTH_TOKEN, that the bot is active and has the role bot, and that its token asks for no second factor.",
  restricted_workspace:
    "Let Rocket.Chat reach collector.rocket.chat, or enter a licence: without either it closes its API to messages.",
  rate_limited: "Give the bot the role bot (permission api-bypass-rate-limit), or raise Rocket.Chat's rate limit.",
  timeout: "Look at the load and the log of Rocket.Chat and of MongoDB: it takes requests and does not answer in 10 s.",
  unreachable: "Check ROCKETCHAT_URL, DNS, the proxy and the NetworkPolicy, and whether Rocket.Chat runs.",
  not_rocket_chat:
    "Check ROCKETCHAT_URL with its path: something else answers there, such as a sign-in page, a redirect or a proxy.",
  tls: "Renew the certificate, or give the service the CA that signed it (NODE_EXTRA_CA_CERTS); its names must include the URL's host.",
  server_error: "Look at the logs of Rocket.Chat, MongoDB and the proxy in front at that time.",
  expired: "Nothing for this message: it is older than MAX_AGE_HOURS. See why messages waited for so long.",
  opted_out: "Nothing: `people` of the recipients file says null, so the person is never told.",
  redacted_author:
    "Run the reconciler with a token of the service's: GitLab keeps no addresses in what it sends again, and the reconciler looks them up. Nothing where the commits are gone.",
  beyond_payload:
    "Run the reconciler with a token of the service's: GitLab sends the newest 20 commits of a push, and the reconciler looks the others up, 100 in all.",
};
