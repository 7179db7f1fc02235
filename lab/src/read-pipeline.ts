import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "./repository.ts";

interface Rule {
  if?: string;
  when?: string;
}

export interface Job {
  extends?: string;
  stage: string;
  tags?: string[];
  image: string | { name: string; entrypoint: string[] };
  rules?: Rule[];
  script: string[];
  variables?: Record<string, string>;
  resource_group?: string;
  environment?: { name: string; action?: string };
  timeout: string;
}

export interface Pipeline {
  stages: string[];
  workflow: { auto_cancel: object; rules: Rule[] };
  variables: Record<string, string>;
  default: { tags: string[]; timeout: string };
  /** By name, merged with what they extend and with the defaults; without hidden jobs. */
  jobs: Record<string, Job & { tags: string[] }>;
}

/** The keys of .gitlab-ci.yml that are not jobs. */
const GLOBAL = new Set(["stages", "workflow", "variables", "default"]);

/** The pipeline of .gitlab-ci.yml. */
export function readPipeline(): Pipeline {
  const file = parse(readFileSync(join(ROOT, ".gitlab-ci.yml"), "utf8")) as Omit<Pipeline, "jobs"> &
    Record<string, object>;
  const names = Object.keys(file).filter((name) => !GLOBAL.has(name) && !name.startsWith("."));
  const jobs = names.map((name) => {
    const own = file[name] as Job;
    return [name, { ...file.default, ...(own.extends ? file[own.extends] : {}), ...own }];
  });
  return { ...file, jobs: Object.fromEntries(jobs) as Pipeline["jobs"] };
}

/** A time limit of the pipeline, like `30m` or `1h 30m`. */
export function secondsOf(limit: string): number {
  const parts = [...limit.matchAll(/(\d+)([hms])/g)];
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * { h: 3600, m: 60, s: 1 }[unit as "h"], 0);
}

/** The name of a job's image. */
export function imageOf({ image }: Job): string {
  return typeof image === "string" ? image : image.name;
}
