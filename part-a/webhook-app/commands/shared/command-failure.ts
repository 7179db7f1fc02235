/** Why a command failed, and where to look first. */
export class CommandFailure extends Error {
  override name = "CommandFailure";

  constructor(what: string, look: string) {
    super(`${what} ${look}`);
  }
}
