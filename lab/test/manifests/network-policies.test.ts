import { expect, test } from "vitest";

import { applies, connections, endpointsOf, policiesOf } from "./support/network.ts";
import { manifests } from "./support/repository.ts";

const namespaces = manifests.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name);

test.each(namespaces)("in %s everything that no policy allows is blocked", (namespace) => {
  const closing = policiesOf(manifests).filter(
    ({ spec, ...policy }) =>
      policy.namespace === namespace &&
      Object.keys(spec.podSelector).length === 0 &&
      spec.ingress === undefined &&
      spec.egress === undefined,
  );
  expect(closing.map(({ spec }) => spec.policyTypes)).toEqual([["Ingress", "Egress"]]);
});

test("every policy selects a Pod", () => {
  const endpoints = endpointsOf(manifests);
  const idle = policiesOf(manifests).filter((policy) => !endpoints.some((endpoint) => applies(policy, endpoint)));
  expect(idle.map(({ id }) => id)).toEqual([]);
});

test("connections that both sides allow", () => {
  expect(connections(manifests).open).toEqual([
    "ci-build/job > gitlab/StatefulSet/gitlab:5050",
    "ci-build/job > gitlab/StatefulSet/gitlab:80",
    "ci-deploy/job > gitlab/StatefulSet/gitlab:80",
    "ci-deploy/job > rocket-chat/Deployment/rocket-chat:3000",
    "ci-deploy/job > webhook-app/Deployment/webhook-app:8080",
    "gitlab-runner/Deployment/build-runner > gitlab/StatefulSet/gitlab:80",
    "gitlab-runner/Deployment/deploy-runner > gitlab/StatefulSet/gitlab:80",
    "gitlab/StatefulSet/gitlab > webhook-app/Deployment/webhook-app:8080",
    "mongodb/StatefulSet/mongodb > mongodb/StatefulSet/mongodb:27017",
    "rocket-chat/Deployment/rocket-chat > mongodb/StatefulSet/mongodb:27017",
    "webhook-app/CronJob/canary > rocket-chat/Deployment/rocket-chat:3000",
    "webhook-app/CronJob/canary > webhook-app/Deployment/webhook-app:8080",
    "webhook-app/CronJob/postgresql-backup > webhook-app/StatefulSet/postgresql:5432",
    "webhook-app/CronJob/reconciler > gitlab/StatefulSet/gitlab:80",
    "webhook-app/CronJob/reconciler > webhook-app/Deployment/webhook-app:8080",
    "webhook-app/Deployment/webhook-app > rocket-chat/Deployment/rocket-chat:3000",
    "webhook-app/Deployment/webhook-app > webhook-app/StatefulSet/postgresql:5432",
  ]);
});

test("neither side allows what the other blocks", () => {
  expect(connections(manifests).halfOpen).toEqual([]);
});
