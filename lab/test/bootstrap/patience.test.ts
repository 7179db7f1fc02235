import { expect, test } from "vitest";
import { createPatientFetch } from "../../src/bootstrap/gitlab/patient-fetch.ts";
import { bringUp, startLab } from "./support/start-lab.ts";

/** A fetch with these answers in turn, an error for each 0; and the waits in between. */
function scripted(statuses: number[]) {
  const slept: number[] = [];
  const fetch = () => {
    const status = statuses.shift() ?? 200;
    return status === 0 ? Promise.reject(new Error("fetch failed")) : Promise.resolve(new Response("", { status }));
  };
  return { slept, patient: createPatientFetch(fetch, (ms) => Promise.resolve(slept.push(ms))) };
}

test("a read is retried while GitLab is unavailable", async () => {
  const { patient, slept } = scripted([502, 0, 503, 200]);
  expect((await patient(new Request("http://gitlab/"))).status).toBe(200);
  expect(slept).toEqual([1000, 2000, 4000]);
});

test("after the last retry its answer is returned", async () => {
  const { patient, slept } = scripted([502, 502, 502, 502, 502, 502]);
  expect((await patient(new Request("http://gitlab/"))).status).toBe(502);
  expect(slept).toHaveLength(5);
});

test.each([404, 401, 500])("%i is returned at once", async (status) => {
  const { patient, slept } = scripted([status]);
  expect((await patient(new Request("http://gitlab/"))).status).toBe(status);
  expect(slept).toEqual([]);
});

test("a request that changes something is sent once", async () => {
  const { patient } = scripted([502, 200]);
  expect((await patient(new Request("http://gitlab/", { method: "POST", body: "{}" }))).status).toBe(502);
});

test("a hook to the cluster is retried while GitLab's settings are cached", async () => {
  const started = await startLab();
  started.gitlab.state.settingsAreCachedFor = 3;
  const start = { say: () => undefined, seconds: 60, everyMs: 1 };
  started.lab.patience.start = start;
  expect((await bringUp(started)).get("GitLab: webhook to the service")).toBe("changed");
});

test("a hook that GitLab keeps rejecting ends it with the address", async () => {
  const started = await startLab();
  started.gitlab.state.settingsAreCachedFor = Infinity;
  await expect(bringUp(started)).rejects.toThrow(
    /^GitLab: webhook to the service: .*GitLab rejects the address http:\/\/webhook-app\.webhook-app\.svc\.cluster\.local/,
  );
});
