/** Of the routes that every process answers from its start on. The others' stand in the contract alone. */
export const PATHS = { receiveWebhook: "/webhooks/gitlab", livez: "/livez", readyz: "/readyz" } as const;
