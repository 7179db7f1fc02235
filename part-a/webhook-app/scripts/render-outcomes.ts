import { DELIVERY_REASONS } from "../src/reasons.ts";
import { ANSWER_KINDS } from "../src/rocketchat/answer-kinds.ts";
import { CIRCUMSTANCES, OUTCOMES } from "../src/rocketchat/outcomes.ts";
import { NOTHING_STORED, READ_ONLY, USER_NOT_FOUND } from "../src/rocketchat/read-refusal.ts";
import { TODO } from "../src/todo.ts";

const FOLLOWS = {
  rejected: "The message is given up at once, with this reason; it can be sent again by hand.",
  withheld:
    "This person's messages wait in order and are tried again until `MAX_AGE_HOURS`. The others are told meanwhile.",
  failed:
    "This person's messages wait in order. Whether the message, or the whole of Rocket.Chat, is to blame shows by what the others get.",
  unavailable: "Nothing is sent, except for a try now and then. Nothing is given up.",
};

/** Codes that the service gives to sentences. */
const SAID = new Map([
  [READ_ONLY, "“You can't send messages because the room is readonly.”"],
  [NOTHING_STORED, "“… (reading 'starred')”"],
  [USER_NOT_FOUND, "“User not found.”"],
]);

const HEAD = `<!-- Generated from part-a/webhook-app/src/rocketchat/outcomes.ts by \`npm run generate\`. Do not edit. -->

# What Rocket.Chat answers, and what follows

Each request to Rocket.Chat that is no success is looked up here from top to bottom; the first row that fits counts. The
log line of the attempt has the reason, the operation, the status, Rocket.Chat's own code, and its text as \`detail\`.
Refusals of \`chat.sendMessage\` are believed only when \`chat.getMessage\` says that the message is not there.
`;

/** Writes docs/outcomes.md from the tables that the service works by. */
export function renderOutcomes(): string {
  const follows = Object.entries(FOLLOWS).map(([status, words]) => `- \`${status}\`: ${words}`);
  const kinds = Object.entries(ANSWER_KINDS).map(([kind, words]) => [`\`${kind}\``, words]);
  const todo = DELIVERY_REASONS.map((reason) => [`\`${reason}\``, TODO[reason]]);
  return [
    HEAD,
    table(["operation", "answer", "code", "given that", "whose trouble", "outcome", "reason"], OUTCOMES.map(row)),
    `## What follows\n\n${follows.join("\n")}\n`,
    `## How answers are told apart\n\n${table(["answer", "what it is"], kinds)}`,
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
