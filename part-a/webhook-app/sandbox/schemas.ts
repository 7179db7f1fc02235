/**
 * The request schemas of Rocket.Chat 8.8, closed where it closes them. Its validators (Ajv with `coerceTypes`) accept a
 * scalar of another type and convert it, and so do these: otherwise a wrong type would be rejected here and accepted
 * there.
 */
import { z } from "zod";

const text = z.preprocess((value) => {
  if (value === null) return "";
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}, z.string());

const flag = z.preprocess((value) => {
  if (value === "true" || value === 1) return true;
  return value === "false" || value === 0 || value === null ? false : value;
}, z.boolean());

const optionalText = text.optional();
const nullableText = z.union([z.null(), text]).optional();
const nullableFlag = z.union([z.null(), flag]).optional();
const anyObject = z.record(z.string(), z.unknown());
const anyObjects = z.union([z.null(), z.array(anyObject)]).optional();

/** `im.create` and `dm.create`: one of the two, never both; `usernames` is a comma-separated string. */
export const createDirectMessageBody = z.union([
  z.strictObject({ usernames: text, excludeSelf: flag.optional() }),
  z.strictObject({ username: text, excludeSelf: flag.optional() }),
]);

/** `chat.sendMessage`: the message is an open object in which not even `rid` is required. */
export const sendMessageBody = z.strictObject({
  message: z.looseObject({
    _id: nullableText,
    rid: optionalText,
    tmid: nullableText,
    msg: nullableText,
    alias: nullableText,
    emoji: nullableText,
    tshow: nullableFlag,
    avatar: nullableText,
    attachments: anyObjects,
    blocks: anyObjects,
    customFields: z.union([z.null(), anyObject]).optional(),
  }),
  previewUrls: z.union([z.null(), z.array(text)]).optional(),
});

const posted = {
  text: nullableText,
  alias: nullableText,
  emoji: nullableText,
  avatar: nullableText,
  attachments: anyObjects,
  customFields: z.union([z.null(), anyObject]).optional(),
  parseUrls: flag.optional(),
};
const target = z.union([text, z.array(text)]);

/** `chat.postMessage`: to one of the two, never both. */
export const postMessageBody = z.union([
  z.strictObject({ roomId: target, tmid: nullableText, ...posted }),
  z.strictObject({ channel: target, ...posted }),
]);

export const getMessageQuery = z.strictObject({ msgId: text.pipe(z.string().min(1)) });

/** `chat.delete`: by the message, or by a file in it. */
export const deleteMessageBody = z.union([
  z.strictObject({ msgId: text, roomId: text, fileId: optionalText, asUser: nullableFlag }),
  z.strictObject({ fileId: text, roomId: optionalText, asUser: nullableFlag }),
]);

const lookup = { includeUserRooms: optionalText, fields: nullableText };

const queryNumber = z.preprocess((value) => (value === "" ? value : Number(value)), z.number()).optional();
const queryFlag = z.enum(["true", "false"]).optional();
const nonEmpty = text.pipe(z.string().min(1));

/** `im.history`: all values of a query are strings. */
export const historyQuery = z.strictObject({
  roomId: nonEmpty,
  latest: nonEmpty.optional(),
  oldest: nonEmpty.optional(),
  inclusive: queryFlag,
  showThreadMessages: queryFlag,
  unreads: queryFlag,
  count: queryNumber,
  offset: queryNumber,
  sort: optionalText,
});

/** `rooms.info`: by exactly one of the two. */
export const roomsInfoQuery = z.union([z.strictObject({ roomId: text }), z.strictObject({ roomName: text })]);

export const settingsPublicQuery = z.strictObject({
  _id: optionalText,
  count: queryNumber,
  offset: queryNumber,
  sort: optionalText,
  query: optionalText,
});

/** Not among the published validators (server/api/v1/permissions.ts@4a1d431). */
export const permissionsQuery = z.strictObject({ updatedSince: optionalText });

/** `users.info`: by exactly one key. */
export const usersInfoQuery = z.union([
  z.strictObject({ userId: text, ...lookup }),
  z.strictObject({ username: text, ...lookup }),
  z.strictObject({ importId: text, ...lookup }),
  z.strictObject({ email: text, ...lookup }),
  z.strictObject({ freeSwitchExtension: text, ...lookup }),
]);

export const createUserBody = z.strictObject({
  email: text,
  name: text,
  password: text,
  username: text,
  active: nullableFlag,
  bio: nullableText,
  nickname: nullableText,
  statusText: nullableText,
  roles: z.array(text).optional(),
  joinDefaultChannels: nullableFlag,
  requirePasswordChange: nullableFlag,
  setRandomPassword: nullableFlag,
  sendWelcomeEmail: nullableFlag,
  verified: nullableFlag,
  customFields: anyObject.optional(),
  fields: nullableText,
  freeSwitchExtension: nullableText,
});

/** `users.update`: missing or null fields stay unchanged. */
export const updateUserBody = z.strictObject({
  userId: nonEmpty,
  confirmRelinquish: flag.optional(),
  data: z.strictObject({
    email: nullableText,
    name: nullableText,
    password: nullableText,
    username: nullableText,
    bio: nullableText,
    nickname: nullableText,
    statusText: nullableText,
    active: nullableFlag,
    roles: z.union([z.null(), z.array(text)]).optional(),
    requirePasswordChange: nullableFlag,
    setRandomPassword: nullableFlag,
    sendWelcomeEmail: nullableFlag,
    verified: nullableFlag,
    customFields: z.union([z.null(), anyObject]).optional(),
    status: nullableText,
    freeSwitchExtension: nullableText,
  }),
});

export const regenerateTokenBody = z.strictObject({ tokenName: text });

export const personalAccessTokenBody = z.strictObject({ tokenName: text, bypassTwoFactor: flag.optional() });

/** Login is not among the published validators: the route itself accepts any of these, and more. */
export const loginBody = z.looseObject({
  user: z
    .union([z.string(), z.looseObject({ username: z.string().optional(), email: z.string().optional() })])
    .optional(),
  username: z.string().optional(),
  email: z.string().optional(),
  password: z.union([z.string(), z.looseObject({ hashed: z.string() })]).optional(),
  resume: z.string().optional(),
});

/** Operations without parameters take any. */
export const anything = z.unknown();
