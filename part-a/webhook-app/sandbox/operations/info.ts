import { success } from "../answers.ts";
import type { Person } from "../model.ts";
import { operation } from "../operation.ts";
import { may } from "../permissions.ts";
import { anything } from "../schemas.ts";

/**
 * Callers that may not see statistics get only major and minor version (app/api/server/lib/getServerInfo.ts, 7.7.1).
 */
export const info = operation({
  name: "info",
  method: "GET",
  paths: ["/api/info"],
  input: anything,
  anonymous: true,
  run({ caller }: { caller: Person | undefined }, { server }) {
    const { version } = server;
    const shown = may(caller, "view-statistics")
      ? { version, info: { version } }
      : { version: version.split(".").slice(0, 2).join(".") };
    return success({ ...shown, minimumClientVersions: { desktop: "4.0.0", mobile: "4.0.0" } });
  },
});
