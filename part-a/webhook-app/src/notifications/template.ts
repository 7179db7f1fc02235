import type { NotifiableEvent } from "../gitlab/event.ts";

/** How the message of one kind of event is written. */
export interface MessageTemplate<Event extends NotifiableEvent> {
  /**
   * Who did what where, in a line without links: previews on phones, in the sidebar and in mail show it as it is written. It begins
   * with a word of ours, or with a name made for that by `person`.
   */
  headline: (event: Event) => string;
  /** What the SHA on the second line is: "Head", "Was at". */
  shaLabel: (event: Event) => string;
  /** What stands beside the SHA, linked; undefined for what there is no address of. */
  links: (event: Event) => (string | undefined)[];
  /** What follows, a line each. */
  lines: (event: Event) => string[];
  /** Of one whose commits are listed: how many there really are, and the address of those for which there is no room. */
  list?: (event: Event) => { total: number; restUrl: string | undefined };
}
