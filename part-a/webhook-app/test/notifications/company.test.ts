import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseEvent } from "../../src/gitlab/parse-event.ts";
import { decide } from "../../src/notifications/decide.ts";
import { parsePolicy } from "../../src/notifications/policy.ts";
import { mergeRequest, note, pipeline, push, release, tag } from "./payloads.ts";

const policy = parsePolicy(readFileSync(new URL("company.yaml", import.meta.url), "utf8"), "company.yaml");

/** Who is notified, or why nobody is; and by which rule. */
function outcome(payload: object): string {
  const parsed = parseEvent(payload);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed));
  const decision = decide(parsed.event, policy);
  const rule = decision.rule === undefined ? "" : `${decision.rule}: `;
  return decision.status === "notify"
    ? `${rule}${decision.recipients.map(({ recipient }) => recipient).join(", ")}`
    : `${rule}${decision.reason}`;
}

const SITUATIONS: [situation: string, payload: object, told: string][] = [
  [
    "a robot updates dependencies on its own branch",
    push({ project: "shop/web", ref: "renovate/zod-5.x", by: "shop-robot" }),
    "1: silenced",
  ],
  ["CI writes the pages", push({ project: "docs/handbook", ref: "gh-pages", by: "olga.o" }), "1: silenced"],
  [
    "somebody plays in a sandbox",
    push({ project: "sandbox/sven/try", by: "sven", authors: ["sven@example.com"] }),
    "2: silenced",
  ],
  ["the demo's pipeline fails", pipeline({ project: "sandbox/demo", by: "tina" }), "12: tina"],
  [
    "the shop is tagged",
    tag({ project: "shop/web", ref: "v2.0.0", by: "anna.a", authors: ["clara@example.com"] }),
    "3: ida, jan, clara",
  ],
  ["a tag of another form", tag({ project: "shop/web", ref: "try-1", by: "anna.a" }), "event_not_enabled"],
  [
    "the app is released",
    release({ project: "app/ios", tag: "v7.1", author: "mona@example.com" }),
    "3: ida, jan, mona",
  ],
  [
    "a tag of the shop is deleted",
    tag({ project: "shop/web", ref: "v2.0.0", by: "ida.i", change: "deleted" }),
    "3: ida, jan",
  ],
  [
    "a protected branch of the platform is deleted",
    push({ project: "platform/api", ref: "stable", by: "udo", protected: true, change: "deleted" }),
    "4: karl, lena",
  ],
  [
    "a protected branch of the platform is set back",
    push({ project: "platform/api", by: "udo", protected: true, change: "no_commits" }),
    "4: karl, lena",
  ],
  [
    "a robot bumps the version on main",
    push({ project: "platform/api", by: "release-robot", authors: ["robot@example.com"], protected: true }),
    "5: duty",
  ],
  [
    "clara pushes her own and anna's commits to the shop",
    push({ project: "shop/web", by: "clara.c", authors: ["clara@example.com", "anna@example.com"] }),
    "6: anna, bert, dieter, emil",
  ],
  [
    "bert pushes from home",
    push({ project: "shop/web", by: "bert.b", authors: ["bert@home.example"] }),
    "6: anna, clara, dieter, emil",
  ],
  [
    "a shop project with another default branch",
    push({
      project: "shop/search",
      ref: "trunk",
      defaultBranch: "trunk",
      by: "vera",
      authors: ["1-vera@users.noreply.gitlab.example.com", "9-willi@users.noreply.gitlab.example.com"],
    }),
    "6: willi, anna, bert, clara, dieter, emil",
  ],
  [
    "a feature branch of the shop",
    push({ project: "shop/web", ref: "feature/door", by: "clara.c", authors: ["clara@example.com"] }),
    "event_not_enabled",
  ],
  [
    "a shop's legacy project, deep down",
    push({ project: "shop/legacy-orders", by: "xenia", authors: ["xenia@example.com"] }),
    "7: gustav, hanna",
  ],
  [
    "a protected branch of the platform",
    push({
      project: "platform/infra/dns",
      ref: "stable/1",
      by: "YVES",
      authors: ["karl@example.com", "stranger@elsewhere.example"],
      protected: true,
    }),
    "8: YVES, karl",
  ],
  [
    "somebody on leave pushes",
    push({
      project: "platform/api",
      by: "quirin.q",
      authors: ["quirin@example.com", "rosa@example.com"],
      protected: true,
    }),
    "8: rosa@corp.example.com",
  ],
  [
    "an unprotected branch of the platform",
    push({ project: "platform/api", ref: "try", by: "zoe", protected: false }),
    "event_not_enabled",
  ],
  [
    "a project's access token pushes",
    push({ project: "platform/api", by: "project_7_bot_1a2b", protected: true }),
    "bot_pusher",
  ],
  [
    "a release branch of the app is made",
    push({ project: "app/ios", ref: "release/7.2", by: "adam", change: "created" }),
    "9: mona, nils",
  ],
  [
    "a hotfix branch of the app gets commits",
    push({ project: "app/ios", ref: "hotfix/7.1.1", by: "adam", authors: ["mona@example.com"] }),
    "no_rule",
  ],
  [
    "a merge request is opened and given to people",
    mergeRequest({ project: "shop/web", by: "berta", assignees: ["berta"], reviewers: ["anna.a", "00417"] }),
    "10: anna, jörg.süß",
  ],
  [
    "it is merged by its reviewer",
    mergeRequest({
      project: "shop/web",
      action: "merge",
      by: "anna.a",
      author: "berta",
      assignees: ["berta"],
      reviewers: ["anna.a"],
    }),
    "10: berta",
  ],
  ["a robot opens one", mergeRequest({ project: "shop/web", by: "shop-robot", reviewers: ["anna.a"] }), "no_rule"],
  [
    "the shop's main fails",
    pipeline({ project: "shop/web", by: "franz.f" }),
    "11: franz, anna, bert, clara, dieter, emil",
  ],
  ["a feature's pipeline fails", pipeline({ project: "shop/web", ref: "feature/door", by: "franz.f" }), "12: franz"],
  [
    "the pipeline of a tag called main fails",
    pipeline({ project: "shop/web", ref: "main", tag: true, by: "dora" }),
    "12: dora",
  ],
  [
    "a child of a failed pipeline",
    pipeline({ project: "shop/web", by: "franz.f", source: "parent_pipeline" }),
    "unsupported_event",
  ],
  ["a pipeline succeeds", pipeline({ project: "shop/web", by: "franz.f", status: "success" }), "unsupported_event"],
  [
    "an internal comment in the platform",
    note({ project: "platform/api", by: "ernst", confidential: true, onMergeRequest: true }),
    "13: karl, lena",
  ],
  [
    "an internal comment in the shop",
    note({ project: "shop/web", by: "ernst", author: "anna@example.com", confidential: true, onMergeRequest: true }),
    "event_not_enabled",
  ],
  [
    "a comment on clara's commit",
    note({ project: "shop/web", by: "frieda", author: "clara@example.com" }),
    "14: clara",
  ],
  [
    "clara comments on her own commit",
    note({ project: "shop/web", by: "clara.c", author: "clara@example.com" }),
    "14: no_recipient",
  ],
  [
    "an editor writes documentation",
    push({ project: "docs/handbook", by: "olga.o", authors: ["olga@example.com"] }),
    "15: paul, jörg.süß",
  ],
  [
    "a branch with an umlaut that macOS took apart",
    push({ project: "docs/handbook", ref: "gro\u0308\u00dfe/2", by: "gerd", authors: ["gerd@example.com"] }),
    "15: olga, paul, jörg.süß",
  ],
  ["a project of nobody", push({ project: "lotte/dotfiles", by: "lotte" }), "event_not_enabled"],
];

test.each(SITUATIONS)("%s", (_situation, payload, told) => {
  expect(outcome(payload)).toBe(told);
});
