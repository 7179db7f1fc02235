import type { Step } from "../../step.ts";
import { answered } from "./client.ts";
import type { GitLabContext } from "./context.ts";

/** The settings that GitLab keeps in its database and that must differ from the default. */
const WANTED = {
  // By default GitLab does not save a hook to an address of the cluster (https://docs.gitlab.com/security/webhooks/).
  allow_local_requests_from_web_hooks_and_services: true,
  // By default a push of more than 3 branches and tags sends no webhook at all, and logs nothing.
  push_event_hooks_limit: 100,
  // By default everybody who can open the page may create an account (and then read internal projects).
  signup_enabled: false,
};

type Setting = keyof typeof WANTED;

/** GitLab's instance settings. */
export function settings({ client, writer }: GitLabContext): Step {
  const wanted = Object.entries(WANTED) as [Setting, boolean | number][];
  return {
    name: "GitLab: settings",
    async check() {
      const found = answered("to show its settings", await client.get().GET("/api/v4/application/settings"));
      const different = wanted.filter(([name, value]) => found[name] !== value);
      if (different.length === 0) return undefined;
      return different.map(([name, value]) => `${name} = ${value}, was ${found[name]}`).join("; ");
    },
    async change() {
      const result = await (await writer.client()).PUT("/api/v4/application/settings", { body: WANTED });
      answered("to change its settings", result);
    },
  };
}
