/**
 * What comes of `work` within `ms` milliseconds; a rejection is passed on. After that it is what `late` comes to, or
 * undefined.
 */
export async function within<Result, Late = undefined>(
  ms: number,
  work: Promise<Result>,
  late: () => Late | Promise<Late> = () => undefined as Late,
): Promise<Result | Late> {
  const timeout = Promise.withResolvers<Late>();
  const timer = setTimeout(() => timeout.resolve(late()), ms);
  try {
    return await Promise.race([work, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}
