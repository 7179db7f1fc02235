import type { seededRandom } from "../../testing/seeded-random.ts";

type Random = ReturnType<typeof seededRandom>;
type Json = Record<string, unknown> | unknown[];

const DEPTH = 10_000;

/** Stands for a value that JSON.stringify could not write: it is put into the text. */
const DEEP = "\u0001deep\u0001";
const UNWRITABLE = new Map([
  [JSON.stringify(DEEP), "[".repeat(DEPTH) + "]".repeat(DEPTH)],
  [JSON.stringify("\u0001infinite\u0001"), "1e400"],
  [JSON.stringify("\u0001surrogate\u0001"), String.raw`"a\ud800b\udc00\ud800"`],
]);

/** What takes the place of a value. */
const VALUES: (() => unknown)[] = [
  () => null,
  () => 0,
  () => -1.5,
  () => true,
  () => "",
  () => "text",
  () => [],
  () => ({}),
  () => [null, [], {}],
  () => "x".repeat(100_000),
  () => "\0a\0",
  () => "\u202E@all \u0007 `*_~[]()",
  () => "2026-02-30T99:99:99Z",
  () => ({ __proto__: null, toString: 1, valueOf: null, constructor: "c", length: -1 }),
  () => Array.from({ length: 3_000 }, () => ({ id: "f".repeat(40) })),
  ...[...UNWRITABLE.keys()].map((key) => () => JSON.parse(key) as unknown),
];

/** What happens to the text. */
const TEXTS: ((text: string, random: Random) => string | Buffer)[] = [
  (text, { next }) => text.slice(0, Math.floor(next() * text.length)),
  (text) => text.replace("{", '{"__proto__":{"object_kind":"push","ref":"polluted"},'),
  (text) => text.replace("{", '{"constructor":{"prototype":{"ref":"polluted"}},"hasOwnProperty":1,'),
  (text) => text.replace("{", '{"object_kind":null,"ref":7,"object_kind":"push",'),
  (text, { next }) => withByte(text, next(), 0xff),
  (text, { next }) => withByte(text, next(), 0x00),
  (text) => `\uFEFF${text}`,
  (text) => `${text}${text}`,
  (text) => `[${text}]`,
  (text) => JSON.stringify(text),
];

/** A body that GitLab would not send, made from one that it did. */
export function mutatePayload(json: Record<string, unknown>, random: Random): string | Buffer {
  const mutated = structuredClone(json);
  const changes = 1 + Math.floor(random.next() * 3);
  for (let change = 0; change < changes; change++) changeOneValue(mutated, random);
  let text = JSON.stringify(mutated);
  for (const [placeholder, value] of UNWRITABLE) text = text.replaceAll(placeholder, () => value);
  return random.next() < 0.25 ? random.pick(TEXTS)(text, random) : text;
}

/** Deletes, replaces or adds a value somewhere; what lies deeper is as likely as what lies at the top. */
function changeOneValue(json: Json, random: Random): void {
  const containers = [json];
  for (const container of containers) containers.push(...Object.values(container).filter(isContainer));
  const container = random.pick(containers) as Record<string, unknown>;
  const keys = Object.keys(container);
  const key = keys.length === 0 ? "added" : random.pick(keys);
  const choice = random.next();
  if (choice < 0.2) delete container[key];
  else container[choice < 0.25 ? "added" : key] = random.pick(VALUES)();
}

function isContainer(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

function withByte(text: string, where: number, byte: number): Buffer {
  const bytes = Buffer.from(text);
  const at = Math.floor(where * bytes.length);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from([byte]), bytes.subarray(at)]);
}
