/** Why a command did not do what it is for, and where somebody who was woken should look first. */
export class CommandFailure extends Error {
  override name = "CommandFailure";

  constructor(what: string, look: string) {
    super(`${what} ${look}`);
  }
}
