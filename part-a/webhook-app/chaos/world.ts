import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxHooks } from "../sandbox/options.ts";
import { createSandbox } from "../sandbox/sandbox.ts";
import type { Rewrite } from "../testing/rewrite-source.ts";
import { startReplica, type Replica } from "./replica.ts";
import { openStore, type Store, type StoreKind } from "./store.ts";

export const SECRET_TOKEN = "the-hooks-secret-token";
export const ADMIN_TOKEN = "the-admins-bearer-token";

/** Makes an outage of a second or two end in digests. */
const SOON_LATE = { LATE_AFTER_SECONDS: "1", DIGEST_AFTER: "2" };

const BOT = { userId: "gitlabBotUserId", token: "the-bots-personal-access-token" };

export interface WorldOptions {
  kind: StoreKind;
  recipients: readonly string[];
  rewrites?: readonly Rewrite[];
  hooks?: SandboxHooks;
  /** A command that runs the first processes, such as strace. */
  wrapper?: readonly string[];
}

/** A Rocket.Chat, an outbox and the service, separate from every other world. */
export interface World {
  rocketChat: ReturnType<typeof createSandbox>;
  rocketChatUrl: string;
  store: Store;
  replicas: Replica[];
  recipients: readonly string[];
  /** Starts another process of the service, without the wrapper. */
  start: () => void;
  close: () => Promise<void>;
}

/** Each recipient is notified of the pushes to the branch with their name. */
export async function openWorld({
  kind,
  recipients,
  rewrites = [],
  hooks = {},
  wrapper = [],
}: WorldOptions): Promise<World> {
  const directory = mkdtempSync(join(tmpdir(), "webhook-app-chaos-"));
  const recipientsFile = join(directory, "recipients.yaml");
  const rules = recipients.map((name) => `  - { refs: ["${name}"], notify: ["@${name}"] }\n`);
  writeFileSync(recipientsFile, `rules:\n${rules.join("")}`);
  const rocketChat = createSandbox({ users: recipients, bot: BOT, hooks });
  const { url } = await rocketChat.listen();
  const store = await openStore(kind);
  const env = {
    DATABASE_URL: store.databaseUrl,
    RECIPIENTS_FILE: recipientsFile,
    ROCKETCHAT_URL: url,
    ROCKETCHAT_USER_ID: BOT.userId,
    ROCKETCHAT_AUTH_TOKEN: BOT.token,
    GITLAB_SECRET_TOKENS: SECRET_TOKEN,
    ADMIN_TOKEN,
    PORT: "0",
    METRICS_PORT: "0",
    ...SOON_LATE,
  };
  const replicas = Array.from({ length: store.replicas }, () => startReplica({ env, rewrites, wrapper }));
  return {
    rocketChat,
    rocketChatUrl: url,
    store,
    replicas,
    recipients,
    start: () => void replicas.push(startReplica({ env, rewrites })),
    async close() {
      await Promise.all(replicas.map((replica) => replica.stop()));
      await rocketChat.close();
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
