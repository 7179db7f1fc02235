import { success } from "../answers.ts";
import { operation } from "../operation.ts";
import { PERMISSIONS } from "../permissions.ts";
import { permissionsQuery } from "../schemas.ts";

/** Any logged-in user may ask (server/api/v1/permissions.ts@4a1d431); contains only permissions that matter here. */
export const permissionsList = operation({
  name: "permissions.listAll",
  method: "GET",
  paths: ["/api/v1/permissions.listAll"],
  input: permissionsQuery,
  run(_call, { faults, clock }) {
    const _updatedAt = new Date(clock()).toISOString();
    const update = Object.entries(PERMISSIONS).map(([_id, roles]) => {
      const left = _id === "create-d" && faults.holds("no_create_d") ? ["admin"] : roles;
      return { _id, roles: left, _updatedAt };
    });
    return success({ update, remove: [] });
  },
});
