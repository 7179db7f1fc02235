import { deployedImage } from "../../kubernetes/deployed-image.ts";
import type { Step } from "../../step.ts";
import { type Patience, type Still, until } from "../../until.ts";
import { answered, everyPage } from "./client.ts";
import { BRANCH, type GitLabContext } from "./context.ts";

/** Final statuses. */
const ENDED = new Set(["success", "failed", "canceled", "skipped", "manual"]);

/** How many of the last lines of a failed job's log are shown. */
const LOG_LINES = 25;

/** Whether a pipeline built the image; the manifests' placeholder exists nowhere. */
export type IsBuilt = (image: string) => boolean;

/** The pipeline of the branch's last commit, which builds, deploys and notifies: waits for it, or starts one. */
export function pipeline(context: GitLabContext, isBuilt: IsBuilt, patience: Patience): Step {
  return {
    name: `GitLab: pipeline of ${BRANCH}`,
    async check() {
      const latest = await latestPipeline(context);
      if (latest === undefined) return "started: there was none";
      if (latest.status !== "success") return `waited for: pipeline ${latest.id} is ${latest.status}`;
      // The Deployment was created again since: after lab/down --keep-data, or because somebody deleted it.
      return isBuilt((await deployedImage(context.cluster)) ?? "")
        ? undefined
        : "started again: its image is not deployed";
    },
    async change() {
      const latest = (await latestPipeline(context)) ?? (await appearing(context, patience));
      // A failed one is run again as a whole: the cause may have been fixed, and otherwise shows again.
      if (latest === undefined || ENDED.has(latest.status)) await start(context);
      await until(`pipeline of ${BRANCH}`, patience, (still) => succeeded(context, still));
    },
  };
}

/**
 * GitLab creates a push's pipeline in the background. None after a minute means that the push asked for none (ci.skip).
 */
function appearing(context: GitLabContext, patience: Patience) {
  const limited = { ...patience, seconds: Math.min(60, patience.seconds) };
  const look = async (still: Still) => (await latestPipeline(context)) ?? still("is not there yet");
  return until(`pipeline of ${BRANCH}`, limited, look).catch(() => latestPipeline(context));
}

async function latestPipeline({ client, projectId, head }: GitLabContext) {
  const query = { ref: BRANCH, sha: head.get(), order_by: "id" as const, sort: "desc" as const, per_page: 1 };
  const params = { path: { id: String(projectId.get()) }, query };
  const result = await client.get().GET("/api/v4/projects/{id}/pipelines", { params });
  return answered("to list pipelines", result)[0];
}

async function start({ writer, projectId }: GitLabContext): Promise<void> {
  const params = { path: { id: String(projectId.get()) } };
  const client = await writer.client();
  const result = await client.POST("/api/v4/projects/{id}/pipeline", { params, body: { ref: BRANCH } });
  answered(`to start a pipeline of ${BRANCH}`, result);
}

async function succeeded(context: GitLabContext, still: Still): Promise<true | undefined> {
  const latest = await latestPipeline(context);
  if (latest === undefined) return still("is not there yet");
  if (latest.status === "success") return true;
  const jobs = await readJobs(context, latest.id);
  if (ENDED.has(latest.status)) throw new Error(await failure(context, latest, jobs));
  const done = jobs.filter(({ status }) => status === "success").length;
  const current = jobs.find(({ status }) => status === "running") ?? jobs.find(({ status }) => status === "pending");
  const now = current === undefined ? latest.status : `${current.name} is ${current.status}`;
  return still(`${done} of ${jobs.length} jobs done, ${now}`);
}

function readJobs({ client, projectId }: GitLabContext, pipeline_id: number) {
  const path = { id: String(projectId.get()), pipeline_id };
  return everyPage(async (query) => {
    const result = await client.get().GET("/api/v4/projects/{id}/pipelines/{pipeline_id}/jobs", {
      params: { path, query },
    });
    return answered("to list jobs", result);
  });
}

type Job = Awaited<ReturnType<typeof readJobs>>[number];
type Pipeline = NonNullable<Awaited<ReturnType<typeof latestPipeline>>>;

async function failure(context: GitLabContext, { id, status, web_url }: Pipeline, jobs: Job[]): Promise<string> {
  const failed = jobs.find((job) => job.status === "failed" && job.allow_failure !== true);
  const summary = `pipeline ${id} is ${status} (${web_url})`;
  if (failed === undefined) return `${summary}; restart it there, or push`;
  const log = await readLog(context, failed.id);
  return `${summary}: job ${failed.name} failed (${failed.failure_reason ?? "no reason given"}). Its last lines:\n${log}`;
}

async function readLog({ client, projectId }: GitLabContext, job_id: number): Promise<string> {
  const params = { path: { id: String(projectId.get()), job_id } };
  const { data } = await client.get().GET("/api/v4/projects/{id}/jobs/{job_id}/trace", { params, parseAs: "text" });
  const lines = (data ?? "").trimEnd().split("\n");
  return lines.slice(-LOG_LINES).join("\n");
}
