import { expect } from "vitest";

/** Asserts what becomes true in the end: asked again and again, for at most `timeout` ms. */
export function eventually<T>(actual: () => T, timeout = 10_000) {
  return expect.poll(actual, { timeout, interval: 25 });
}
