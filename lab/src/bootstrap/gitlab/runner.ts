import { readSecret, writeSecret } from "../../kubernetes/secret.ts";
import { restart } from "../../kubernetes/restart.ts";
import type { Step } from "../../step.ts";
import { answered, carriedOut, everyPage } from "./client.ts";
import type { GitLabContext } from "./context.ts";

/** A runner, kept in Secret gitlab-runner/NAME with its id; its Deployment is also called NAME. */
interface Runner {
  name: string;
  /** Jobs select it by this tag. */
  tag: string;
  /** Takes only jobs of protected branches and tags. */
  isProtected: boolean;
}

export const RUNNERS: Runner[] = [
  { name: "build-runner", tag: "build", isProtected: false },
  { name: "deploy-runner", tag: "deploy", isProtected: true },
];

/** Creates a runner of the project, locked to it and for jobs with its tag. Its token can be read only once. */
export function runner(context: GitLabContext, { name, tag, isProtected }: Runner): Step {
  const { cluster, writer } = context;
  const wanted = {
    description: name,
    tag_list: [tag],
    run_untagged: false,
    locked: true,
    access_level: isProtected ? ("ref_protected" as const) : ("not_protected" as const),
  };
  const known = async () => {
    const { token, id } = (await readSecret(cluster, "gitlab-runner", name)) ?? {};
    return token && id ? Number(id) : undefined;
  };
  return {
    name: `GitLab: ${name}`,
    async check() {
      const id = await known();
      const found = id === undefined ? undefined : await readRunner(context, id);
      if (found === undefined) return `created, its token stored in Secret gitlab-runner/${name}`;
      const fields = Object.keys(wanted) as (keyof typeof wanted)[];
      const different = fields.filter((field) => String(found[field]) !== String(wanted[field]));
      return different.length === 0 ? undefined : `corrected: ${different.join(", ")}`;
    },
    async change() {
      const id = await known();
      if (id !== undefined && (await readRunner(context, id)) !== undefined) {
        const client = await writer.client();
        const result = await client.PUT("/api/v4/runners/{id}", { params: { path: { id } }, body: wanted });
        return void answered(`to correct ${name}`, result);
      }
      await make(context, name, wanted);
    },
  };
}

type Wanted = { description: string; tag_list: string[]; run_untagged: boolean; locked: boolean } & {
  access_level: "ref_protected" | "not_protected";
};

async function make(context: GitLabContext, name: string, wanted: Wanted): Promise<void> {
  const { cluster, writer, projectId } = context;
  const client = await writer.client();
  const project_id = projectId.get();
  const body = { runner_type: "project_type" as const, project_id, ...wanted };
  const { id, token } = answered(`to create ${name}`, await client.POST("/api/v4/user/runners", { body }));
  await writeSecret(cluster, "gitlab-runner", name, { token, id: String(id) });
  await removeOthers(context, name, id);
  await restart(cluster, "gitlab-runner", name);
}

/** Removes runners whose token is lost: they never take a job, but GitLab would list them for waiting jobs. */
async function removeOthers({ client, writer, projectId }: GitLabContext, name: string, id: number): Promise<void> {
  const path = { id: projectId.get() };
  const runners = await everyPage(async (query) => {
    const params = { path, query: { ...query, type: "project_type" as const } };
    return answered("to list runners", await client.get().GET("/api/v4/projects/{id}/runners", { params }));
  });
  for (const other of runners.filter((runner) => runner.description === name && runner.id !== id)) {
    const params = { path: { id: other.id } };
    const result = await (await writer.client()).DELETE("/api/v4/runners/{id}", { params });
    carriedOut(`to remove runner ${other.id}`, result);
  }
}

async function readRunner({ client }: GitLabContext, id: number) {
  const result = await client.get().GET("/api/v4/runners/{id}", { params: { path: { id } } });
  return result.response.status === 404 ? undefined : answered(`to show runner ${id}`, result);
}
