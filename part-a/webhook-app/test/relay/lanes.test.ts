import { describe, expect, test } from "vitest";
import type { Notification } from "../../src/outbox/notification.ts";
import { createLane, insertInOrder, removeFromLane } from "../../src/relay/lane.ts";
import type { Lane } from "../../src/relay/lane.ts";
import { createLanes, MIN_LANE_LIMIT } from "../../src/relay/lanes.ts";
import { createMemoryOutbox } from "./memory-outbox.ts";

/** Rows with the ids 1 to `count`, all of one recipient. */
function rowsOf(recipient: string, count: number): Notification[] {
  const outbox = createMemoryOutbox(() => 0);
  outbox.put(recipient, count);
  return [...outbox.rows.values()];
}

function idsOf(lane: Lane): number[] {
  return lane.queue.map(({ id }) => id);
}

function createJanesLanes(heldLimit: number) {
  const seen = { lanes: [] as Lane[], rooms: 0 };
  const lanes = createLanes({ heldLimit, onNew: (lane) => seen.lanes.push(lane), onRoom: () => (seen.rooms += 1) });
  return { lanes, seen };
}

describe("lane", () => {
  test("a smaller id goes before the larger ones, but not before the one being sent", () => {
    const [one, two, three, four] = rowsOf("jane", 4);
    if (!one || !two || !three || !four) throw new Error("no rows");
    const lane = createLane("jane");
    for (const row of [two, four, three]) insertInOrder(lane, row);
    expect(idsOf(lane)).toEqual([2, 3, 4]);
    lane.open = true;
    insertInOrder(lane, one);
    expect(idsOf(lane)).toEqual([2, 1, 3, 4]);
  });

  test("removing leaves the one being sent", () => {
    const lane = createLane("jane");
    for (const row of rowsOf("jane", 3)) insertInOrder(lane, row);
    lane.open = true;
    expect(removeFromLane(lane, ({ id }) => id !== 2).map(({ id }) => id)).toEqual([3]);
    expect(idsOf(lane)).toEqual([1, 2]);
  });
});

describe("lanes", () => {
  test("a full lane refuses, asks for more at half, and refuses no more then", () => {
    const { lanes, seen } = createJanesLanes(2 * MIN_LANE_LIMIT);
    const rows = rowsOf("jane", MIN_LANE_LIMIT + 2);
    const taken = rows.map((row) => lanes.add(row));
    expect(taken.filter(Boolean)).toHaveLength(MIN_LANE_LIMIT);
    expect(lanes.full()).toEqual(["jane"]);
    const [lane] = seen.lanes;
    if (lane === undefined) throw new Error("no lane");
    for (let sent = 1; sent < MIN_LANE_LIMIT / 2; sent += 1) lanes.shift(lane);
    expect(seen.rooms).toBe(0);
    expect(lanes.add(rows[MIN_LANE_LIMIT] as Notification)).toBe(false);
    lanes.shift(lane);
    expect([seen.rooms, lanes.full()]).toEqual([1, []]);
    expect(lanes.add(rows[MIN_LANE_LIMIT] as Notification)).toBe(true);
  });

  test("a single lane may hold half of everything, and leaves the other half to others", () => {
    const { lanes } = createJanesLanes(2_048);
    const taken = rowsOf("jane", 2_048).filter((row) => lanes.add(row));
    expect(taken).toHaveLength(1_024);
    expect(lanes.size()).toBe(1_024);
  });

  test("a recipient whose lane became empty comes back as a new lane", () => {
    const { lanes, seen } = createJanesLanes(2_048);
    const [first, second] = rowsOf("jane", 2);
    lanes.add(first as Notification);
    expect(lanes.shift(seen.lanes[0] as Lane)).toBe(false);
    lanes.add(second as Notification);
    expect(seen.lanes).toHaveLength(2);
    expect(lanes.remove(() => true)).toEqual([second]);
    expect(lanes.size()).toBe(0);
  });
});
