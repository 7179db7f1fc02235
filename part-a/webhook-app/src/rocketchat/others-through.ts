/** One delivery, as seen beside those to other people. */
export interface TrackedDelivery {
  /** Marks that the message was posted now. */
  posted(): void;
  /** Marks that the message was found there, which shows nothing for the others. */
  forget(): void;
  /** Whether somebody else's was posted since this person was first refused, or else since this delivery began. */
  othersThrough(): boolean;
}

/**
 * Tells a token that is worth nothing from a refusal of one person's call: while others are notified with the same token it
 * cannot be the token. The first refusal of a person may therefore pause all for a moment, a second one does not.
 */
export function createOthersThrough(): { begin(recipient: string): TrackedDelivery } {
  let posted = 0;
  const refusedAt = new Map<string, number>();
  return {
    begin(recipient) {
      const begunAt = posted;
      return {
        posted() {
          posted += 1;
          refusedAt.delete(recipient);
        },
        forget: () => void refusedAt.delete(recipient),
        othersThrough() {
          const since = refusedAt.get(recipient) ?? begunAt;
          refusedAt.set(recipient, since);
          return posted > since;
        },
      };
    },
  };
}
