import type { SandboxHooks } from "../sandbox/options.ts";

/** Send requests, some of which are held before Rocket.Chat processes them, until released. */
export interface HeldSends {
  hooks: SandboxHooks;
  /** Resolves when the `nth` send, a held one, has arrived. */
  arrived: (nth: number) => Promise<void>;
  letIn: (nth: number) => void;
}

/** @param held which sends are held, counted from 1 */
export function holdSends(held: readonly number[]): HeldSends {
  const doors = new Map(held.map((nth) => [nth, newDoor()]));
  let seen = 0;

  function doorOf(nth: number) {
    const door = doors.get(nth);
    if (door === undefined) throw new Error(`Send ${nth} is not held.`);
    return door;
  }

  function meet(): Promise<void> | undefined {
    seen += 1;
    const door = doors.get(seen);
    door?.arrival.resolve();
    return door?.opening.promise;
  }

  return {
    hooks: { onRequest: ({ operation }) => (operation === "chat.sendMessage" ? meet() : undefined) },
    arrived: (nth) => doorOf(nth).arrival.promise,
    letIn: (nth) => doorOf(nth).opening.resolve(),
  };
}

function newDoor() {
  return { arrival: Promise.withResolvers<void>(), opening: Promise.withResolvers<void>() };
}
