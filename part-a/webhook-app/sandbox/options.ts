import type { Message } from "./model.ts";
import type { OperationName } from "./operation-names.ts";
import type { RateLimit } from "./rate-limiter.ts";
import type { ServerName } from "./servers.ts";
import type { SettingOverrides } from "./settings.ts";

/** A request, for the hooks. */
interface RequestNote {
  operation: OperationName;
  /** The username that it is about, if any. */
  recipient: string | undefined;
  /** Epoch ms. */
  at: number;
}

/** Where a test may observe or act; each is awaited. */
export interface SandboxHooks {
  /** A request has arrived and is not processed yet. */
  onRequest?: (request: RequestNote) => unknown;
  /** A message is stored, and its request is not answered yet. */
  onStored?: (message: Message) => unknown;
  /** Everything is done except the answer. */
  beforeAnswer?: (request: RequestNote & { status: number }) => unknown;
}

/** How to start a sandbox; all of it is optional. */
export interface SandboxOptions {
  /** The version of Rocket.Chat to imitate; 8.5 by default. */
  server?: ServerName;
  /** Settings that the workspace's administrator changed. */
  settings?: SettingOverrides;
  /** Serves HTTPS, with a certificate of a new private authority. */
  tls?: boolean;
  /** Keeps people, tokens and messages in this file; without it they are lost with the process. */
  file?: string;
  /** Usernames that exist from the start. */
  users?: readonly string[];
  bot?: { userId: string; token: string; username?: string };
  admin?: { username: string; password: string };
  /**
   * The answer to posting an existing `_id` again. Rocket.Chat 7.7 and 8.x fail on their own result ("throws":
   * server/api/v1/chat.ts@01d81c2 and normalizeMessagesForUser.ts@96ab13f, as in 7.7.1); a version that
   * returns the message is conceivable ("returns message"). Neither posts it twice.
   */
  replay?: "throws" | "returns message";
  rateLimit?: RateLimit;
  /** Epoch ms. */
  clock?: () => number;
  hooks?: SandboxHooks;
}
