import { expect, test } from "vitest";
import { createSlot, createStepper } from "../../src/step.ts";

const take = createStepper({ dryRun: false, report: () => undefined });

test("a change that is accepted but has no effect is an error", async () => {
  const step = { name: "System: thing", check: () => Promise.resolve("set"), change: () => Promise.resolve() };
  await expect(take(step)).rejects.toThrow("System: thing: the change was applied, but verification still fails: set");
});

test("a value that no step has set yet cannot be used", () => {
  const slot = createSlot<number>("the project");
  expect(() => slot.get()).toThrow("the project is not available yet");
  slot.set(7);
  expect(slot.get()).toBe(7);
});
