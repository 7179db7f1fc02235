import type { Message } from "./model.ts";
import type { OperationName } from "./operation-names.ts";
import type { RateLimit } from "./rate-limiter.ts";
import type { ServerName } from "./servers.ts";
import type { SettingOverrides } from "./settings.ts";

/** A request as the hooks see it. */
interface RequestNote {
  operation: OperationName;
  /** The username it is about, if it is about one. */
  recipient: string | undefined;
  /** Epoch ms. */
  at: number;
}

/** Where a test may look or act; each is awaited. */
export interface SandboxHooks {
  /** A request has arrived, and nothing was done about it yet. */
  onRequest?: (request: RequestNote) => unknown;
  /** A message is stored, and its request not yet answered. */
  onStored?: (message: Message) => unknown;
  /** All is done but the answer. */
  beforeAnswer?: (request: RequestNote & { status: number }) => unknown;
}

/** How to start a sandbox; all of it is optional. */
export interface SandboxOptions {
  /** Which version of Rocket.Chat it is like; 8.5 if not said. */
  server?: ServerName;
  /** What the workspace's administrator changed. */
  settings?: SettingOverrides;
  /** Serves HTTPS, with a certificate of a private authority that is made for the purpose. */
  tls?: boolean;
  /** Keeps people, tokens and messages in this file; without it they end with the process. */
  file?: string;
  /** Usernames that exist from the start. */
  users?: readonly string[];
  bot?: { userId: string; token: string; username?: string };
  admin?: { username: string; password: string };
  /**
   * What posting an existing `_id` again answers. Rocket.Chat 7.7 and 8.x trip over their own result ("throws":
   * server/api/v1/chat.ts@01d81c2 and normalizeMessagesForUser.ts@96ab13f still do, as in 7.7.1); a version that
   * answers with the message is thinkable ("returns message"). Neither posts it twice.
   */
  replay?: "throws" | "returns message";
  rateLimit?: RateLimit;
  /** Epoch ms. */
  clock?: () => number;
  hooks?: SandboxHooks;
}
