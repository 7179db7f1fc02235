import { DELIVERY_REASONS } from "../src/reasons.ts";
import { ANSWER_KINDS } from "../src/rocketchat/answer-kinds.ts";
import { CIRCUMSTANCES, OUTCOMES } from "../src/rocketchat/outcomes.ts";
import { NOTHING_STORED, READ_ONLY, USER_NOT_FOUND } from "../src/rocketchat/read-refusal.ts";
import { TODO } from "../src/todo.ts";

const FOLLOWS = {
  rejected: "The message is buried at once, with this reason; it can be sent again by hand.",
  withheld:
    "This person's messages wait in order and are tried again until `MAX_AGE_HOURS`. Others' messages are delivered meanwhile.",
  failed:
    "This person's messages wait in order. What happens to others' messages shows whether the message or Rocket.Chat as a whole is to blame.",
  unavailable: "Delivery pauses, except for an attempt now and then. Nothing is buried.",
};

/** Codes that the service gives to sentences. */
const SAID = new Map([
  [READ_ONLY, "“You can't send messages because the room is readonly.”"],
  [NOTHING_STORED, "“… (reading 'starred')”"],
  [USER_NOT_FOUND, "“User not found.”"],
]);

const HEAD = `<!-- Generated from part-a/webhook-app/src/rocketchat/outcomes.ts by \`npm run generate\`. Do not edit. -->

# What Rocket.Chat answers, and what follows

Each failed request to Rocket.Chat is looked up here from top to bottom; the first matching row counts. The
log line of the attempt has the reason, the operation, the status, Rocket.Chat's own code, and its text as \`detail\`.
A refusal of \`chat.sendMessage\` counts only if \`chat.getMessage\` confirms that the message is not there.
`;

/** The text of docs/outcomes.md, from the service's own tables. */
export function renderOutcomes(): string {
  const follows = Object.entries(FOLLOWS).map(([status, words]) => `- \`${status}\`: ${words}`);
  const kinds = Object.entries(ANSWER_KINDS).map(([kind, words]) => [`\`${kind}\``, words]);
  const todo = DELIVERY_REASONS.map((reason) => [`\`${reason}\``, TODO[reason]]);
  return [
    HEAD,
    table(["operation", "answer", "code", "condition", "affects", "outcome", "reason"], OUTCOMES.map(row)),
    `## What follows\n\n${follows.join("\n")}\n`,
    `## Kinds of answers\n\n${table(["answer", "what it is"], kinds)}`,
    `## What to do\n\n${table(["reason", "what to do"], todo)}`,
  ].join("\n");
}

function row({ operation, kind, codes, given, trouble, verdict }: (typeof OUTCOMES)[number]): string[] {
  return [
    operation ?? "any",
    `\`${kind}\``,
    codes?.map((code) => SAID.get(code) ?? `\`${code}\``).join(", ") ?? "any",
    given === undefined ? "" : CIRCUMSTANCES[given],
    trouble,
    `\`${verdict.status}\``,
    `\`${verdict.reason}\``,
  ];
}

function table(head: string[], rows: string[][]): string {
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`);
  return lines.join("");
}
