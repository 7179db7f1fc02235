/** Paths of the routes that every process answers from its start. The others are only in the contract. */
export const PATHS = { receiveWebhook: "/webhooks/gitlab", livez: "/livez", readyz: "/readyz" } as const;
