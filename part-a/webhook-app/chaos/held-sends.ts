import type { SandboxHooks } from "../sandbox/options.ts";

/** Requests to send a message, of which some are held at Rocket.Chat's door until they are let in. */
export interface HeldSends {
  hooks: SandboxHooks;
  /** Resolves when the `nth` send, one that is held, has arrived. */
  arrived: (nth: number) => Promise<void>;
  letIn: (nth: number) => void;
}

/** @param held which sends wait, counted from 1 */
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
