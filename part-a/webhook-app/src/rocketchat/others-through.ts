/** One person's attempt, compared with the others'. */
export interface TrackedDelivery {
  /** Records that the message was posted now. */
  posted(): void;
  /** Records that the message was already there, which says nothing about the others. */
  forget(): void;
  /** Whether somebody else's was posted since this person's first rejection, or else since this attempt began. */
  othersThrough(): boolean;
}

/**
 * Distinguishes an invalid token from a rejection of one person's call: if others are notified with the same token, it
 * cannot be the token. So the first rejection for a person may pause everybody briefly, but a second one does not.
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
