import { describe, expect, test } from "vitest";

import { fastLoad, slowLoad } from "../../e2e/load/plan.ts";
import { type Autoscaler, IN_FLIGHT, PER_SECOND, quantity, readAutoscaler } from "../../e2e/monitoring/hpa.ts";

const autoscaler = (inFlight: number, perSecond: number): Autoscaler => {
  const targets = { [IN_FLIGHT]: inFlight, [PER_SECOND]: perSecond };
  return { min: 2, max: 10, targets, stabilizationSeconds: 300 };
};

describe("the loads of the scaling checks", () => {
  test.each([
    [8, 10],
    [4, 40],
    [20, 12],
    [2, 100],
  ])("each cross one target alone (%d in flight, %d per second)", (inFlight, perSecond) => {
    const hpa = autoscaler(inFlight, perSecond);
    const slow = slowLoad(hpa);
    expect((slow.perSecond * slow.waitSeconds) / hpa.min).toBeGreaterThanOrEqual(inFlight * 1.5);
    expect(slow.perSecond / hpa.min).toBeLessThan(perSecond * 0.7);
    expect(fastLoad(hpa, 3) / 3).toBeGreaterThanOrEqual(perSecond * 1.5);
  });

  test("are rejected if the targets leave no room", () => {
    expect(() => slowLoad(autoscaler(100, 1))).toThrow("too far apart");
  });

  test("can be made from the current hpa.yaml", async () => {
    const hpa = await readAutoscaler();
    expect(slowLoad(hpa).waitSeconds).toBeLessThanOrEqual(9);
    expect(fastLoad(hpa, hpa.min)).toBeGreaterThan(0);
  });
});

test.each([
  ["10500m", 10.5],
  ["2k", 2000],
  ["0", 0],
  ["8", 8],
])("Kubernetes' %s is %d", (text, value) => {
  expect(quantity(text)).toBeCloseTo(value, 9);
});

test.each(["", "many", "1e3", "5Mi"])("Kubernetes' %j is rejected", (text) => {
  expect(() => quantity(text)).toThrow("no number");
});
