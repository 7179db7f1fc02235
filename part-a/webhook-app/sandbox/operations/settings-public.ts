import { success } from "../answers.ts";
import { operation } from "../operation.ts";
import { settingsPublicQuery } from "../schemas.ts";

/** `API_Default_Count` of a new workspace. */
const DEFAULT_COUNT = 50;

/** Anybody may ask (app/api/server/v1/settings.ts, 7.7.1); contains only the few settings that matter here. */
export const settingsPublic = operation({
  name: "settings.public",
  method: "GET",
  paths: ["/api/v1/settings.public"],
  input: settingsPublicQuery,
  anonymous: true,
  run({ input }, { settings }) {
    const wanted = input._id ? new Set(input._id.split(",").map((id) => id.trim())) : undefined;
    const found = settings.all().filter(({ _id }) => wanted?.has(_id) ?? true);
    const offset = input.offset ?? 0;
    const page = found.slice(offset, offset + (input.count || DEFAULT_COUNT));
    return success({ settings: page, count: page.length, offset, total: found.length });
  },
});
