/**
 * Reads a program's arguments. Instead of returning it prints the usage and ends the process: with 0 for `--help`, with 2,
 * after the mistake, if `read` throws.
 */
export function readCommandLine<Options>(usage: string, read: (args: string[]) => Options): Options {
  const args = process.argv.slice(2);
  if (args.includes("--help")) {
    process.stdout.write(usage);
    process.exit(0);
  }
  try {
    return read(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}
