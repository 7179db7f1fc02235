/**
 * The result of `work` within `ms` milliseconds, including a rejection. After that, the result of `late`, or
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
