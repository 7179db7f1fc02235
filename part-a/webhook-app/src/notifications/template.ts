import type { NotifiableEvent } from "../gitlab/event.ts";

/** The parts of a message for one kind of event. */
export interface MessageTemplate<Event extends NotifiableEvent> {
  /**
   * Who did what where, in a line without links: previews on phones, in the sidebar and in mail show the raw text. It
   * begins with our own word, or with a name from `person`.
   */
  headline: (event: Event) => string;
  /** The label of the SHA on the second line: "Head", "Was at". */
  shaLabel: (event: Event) => string;
  /** Links beside the SHA; undefined for those without a URL. */
  links: (event: Event) => (string | undefined)[];
  /** The following lines. */
  lines: (event: Event) => string[];
  /** For messages that list commits: their total number, and a URL for those that do not fit. */
  list?: (event: Event) => { total: number; restUrl: string | undefined };
}
