/** All mistakes of a configuration, one line each: the variable, what is wrong, what is expected. */
export class ConfigError extends Error {
  override name = "ConfigError";

  constructor(mistakes: readonly string[]) {
    super(`The configuration has ${mistakes.length} mistake(s):\n  ${mistakes.join("\n  ")}`);
  }
}
