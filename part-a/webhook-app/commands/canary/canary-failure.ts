/** Why the canary did not get through, and where somebody who was woken should look first. */
export class CanaryFailure extends Error {
  override name = "CanaryFailure";
  readonly look: string;

  constructor(what: string, look: string) {
    super(what);
    this.look = look;
  }
}
