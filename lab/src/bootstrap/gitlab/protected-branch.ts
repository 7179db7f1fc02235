import type { Step } from "../../step.ts";
import { answered, everyPage } from "./client.ts";
import { BRANCH, type GitLabContext, MAINTAINER } from "./context.ts";

/**
 * Protects the branch before it exists: from the first pipeline on, only protected branches get the protected
 * variables and the runner that may deploy.
 */
export function protectedBranch({ client, writer, projectId }: GitLabContext): Step {
  return {
    name: `GitLab: protected branch ${BRANCH}`,
    async check() {
      const path = { id: projectId.get() };
      const branches = await everyPage(async (query) => {
        const result = await client.get().GET("/api/v4/projects/{id}/protected_branches", { params: { path, query } });
        return answered("to list protected branches", result);
      });
      return branches.some(({ name }) => name === BRANCH) ? undefined : "for maintainers only, no force-push";
    },
    async change() {
      const client = await writer.client();
      const result = await client.POST("/api/v4/projects/{id}/protected_branches", {
        params: { path: { id: projectId.get() } },
        body: {
          name: BRANCH,
          push_access_level: MAINTAINER,
          merge_access_level: MAINTAINER,
          allow_force_push: false,
        },
      });
      answered(`to protect ${BRANCH}`, result);
    },
  };
}
