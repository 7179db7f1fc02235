import { describe, expect, test } from "vitest";
import { createGroupCommit, type GroupCommitOptions } from "../../src/outbox/group-commit.ts";
import { OutboxUnavailable } from "../../src/outbox/unavailable.ts";

/** A group commit of strings that ends on demand. */
function createHarness(options: Partial<GroupCommitOptions<string, string>> = {}) {
  const commits: { items: string[]; end: (results?: (string | Error)[]) => void; fail: (error: Error) => void }[] = [];
  const group = createGroupCommit<string, string>({
    maxGroup: 100,
    maxWaiting: 100,
    maxAgeMs: 10_000,
    commit(items) {
      const { promise, resolve, reject } = Promise.withResolvers<(string | Error)[]>();
      commits.push({ items, end: (results = items) => resolve(results), fail: reject });
      return promise;
    },
    ...options,
  });
  const begun = async (count: number) => expect.poll(() => commits).toHaveLength(count);
  return { group, commits, begun };
}

describe("createGroupCommit", () => {
  test("commits at once when idle, and what arrives meanwhile together in the next one", async () => {
    const { group, commits, begun } = createHarness();
    const first = group.add("a");
    await begun(1);
    const rest = [group.add("b"), group.add("c")];
    expect(commits.map(({ items }) => items)).toEqual([["a"]]);
    commits[0]?.end();
    expect(await first).toBe("a");
    await begun(2);
    expect(commits[1]?.items).toEqual(["b", "c"]);
    commits[1]?.end();
    expect(await Promise.all(rest)).toEqual(["b", "c"]);
    await group.idle();
  });

  test("makes no group larger than the maximum", async () => {
    const { group, commits, begun } = createHarness({ maxGroup: 2 });
    const added = ["a", "b", "c", "d"].map((item) => group.add(item));
    for (let count = 1; commits.flatMap(({ items }) => items).length < 4; count += 1) {
      await begun(count);
      commits[count - 1]?.end();
      await new Promise(setImmediate);
    }
    expect(Math.max(...commits.map(({ items }) => items.length))).toBe(2);
    commits.at(-1)?.end();
    expect(await Promise.all(added)).toEqual(["a", "b", "c", "d"]);
  });

  test("refuses at once what would be one too many waiting", async () => {
    const { group, commits, begun } = createHarness({ maxWaiting: 2 });
    const inFlight = group.add("in flight");
    await begun(1);
    const waiting = [group.add("a"), group.add("b")];
    await expect(group.add("c")).rejects.toThrow(OutboxUnavailable);
    commits[0]?.end();
    await begun(2);
    commits[1]?.end();
    expect(await Promise.all([inFlight, ...waiting])).toEqual(["in flight", "a", "b"]);
  });

  test("gives up what is too old, in flight or waiting, and never commits what was waiting", async () => {
    const { group, commits, begun } = createHarness({ maxAgeMs: 50 });
    const inFlight = group.add("in flight");
    await begun(1);
    const waiting = group.add("waiting");
    const [first, second] = await Promise.allSettled([inFlight, waiting]);
    expect([first, second]).toMatchObject([
      { status: "rejected", reason: expect.any(OutboxUnavailable) },
      { status: "rejected", reason: expect.any(OutboxUnavailable) },
    ]);
    commits[0]?.end();
    await group.idle();
    expect(commits).toHaveLength(1);
  });

  test("fails the item that an error came for, alone", async () => {
    const { group, commits, begun } = createHarness();
    void group.add("first");
    await begun(1);
    const [good, bad] = [group.add("good"), group.add("bad")];
    commits[0]?.end();
    await begun(2);
    commits[1]?.end(["good", new Error("refused")]);
    expect(await good).toBe("good");
    await expect(bad).rejects.toThrow("refused");
  });

  test("fails the whole group that could not be committed, and continues with the next one", async () => {
    const { group, commits, begun } = createHarness();
    const lost = group.add("lost");
    await begun(1);
    const next = group.add("next");
    commits[0]?.fail(new OutboxUnavailable("disk full"));
    await expect(lost).rejects.toThrow("disk full");
    await begun(2);
    commits[1]?.end();
    expect(await next).toBe("next");
  });

  test("retries a group whose failure may pass, says so, and lets what arrives meanwhile wait", async () => {
    const again: boolean[] = [];
    const items: string[][] = [];
    const { promise: troubled, resolve: trouble } = Promise.withResolvers<void>();
    const { group } = createHarness({
      async commit(given, isAgain) {
        items.push(given);
        again.push(isAgain);
        if (items.length < 3) {
          trouble();
          throw new OutboxUnavailable("connection lost", { passes: true });
        }
        return given;
      },
    });
    const first = group.add("first");
    await troubled;
    const next = group.add("next");
    expect(await Promise.all([first, next])).toEqual(["first", "next"]);
    expect(items).toEqual([["first"], ["first"], ["first"], ["next"]]);
    expect(again).toEqual([false, true, true, false]);
  });

  test("gives up what it tried again for too long, with the reason, and tries no more", async () => {
    let tries = 0;
    const { group } = createHarness({
      maxAgeMs: 150,
      async commit() {
        tries += 1;
        throw new OutboxUnavailable("connection lost", { passes: true });
      },
    });
    await expect(group.add("a")).rejects.toThrow(/could not commit within 0.15 s. connection lost/);
    await group.idle();
    expect(tries).toBeGreaterThan(1);
  });

  test("reports the number of items of each successful commit", async () => {
    const seen: number[] = [];
    const { group, commits, begun } = createHarness({ onCommit: (items) => seen.push(items) });
    const first = group.add("a");
    await begun(1);
    const rest = [group.add("b"), group.add("c")];
    commits[0]?.end();
    await begun(2);
    commits[1]?.end();
    await Promise.all([first, ...rest]);
    expect(seen).toEqual([1, 2]);
  });
});
