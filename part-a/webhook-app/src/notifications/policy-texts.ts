import { z } from "zod";

/** What a text must match, and the message if it does not. */
type Requirement = readonly [pattern: RegExp, wrong: string | ((given: string) => string)];

/** The JSON Schema contains the patterns too, so editors find the same mistakes; reports only the first mistake. */
function text(...requirements: Requirement[]) {
  return requirements.reduce(
    (schema, [pattern, wrong]) =>
      schema.regex(pattern, {
        abort: true,
        error: typeof wrong === "string" ? wrong : ({ input }) => wrong(String(input)),
      }),
    z.string(),
  );
}

/**
 * What Rocket.Chat's administrators can allow (with the setting UTF8_User_Names_Validation, or names from LDAP):
 * anything but blanks, control characters and slashes. No name begins with the sign of a person or group in `notify`.
 */
const USERNAME = String.raw`(?![@%])[^\s/\u0000-\u001f\u007f-\u009f]+`;

export const ROCKET_CHAT_USERNAME = new RegExp(`^${USERNAME}$`);

export const rocketChatUsername = text([
  ROCKET_CHAT_USERNAME,
  (given) =>
    /^[@%]/.test(given)
      ? `is not a Rocket.Chat username: remove the ${given[0]}`
      : "is not a Rocket.Chat username: usernames have no spaces, control characters or slashes",
]);

export const groupName = text([
  ROCKET_CHAT_USERNAME,
  (given) =>
    /^[@%]/.test(given)
      ? `is not a group name: remove the ${given[0]}`
      : "is not a group name: group names have no spaces, control characters or slashes",
]);

export const whom = text([
  new RegExp(`^(pusher|authors|reviewers|assignees|author|[@%]${USERNAME})$`),
  (given) =>
    `is unknown: expected pusher, authors, reviewers, assignees, author, "@${nameIn(given)}" for a Rocket.Chat user or "%${nameIn(given)}" for a group`,
]);

function nameIn(given: string): string {
  return new RegExp(USERNAME).exec(given.replace(/^[@%]+/, ""))?.[0] ?? "name";
}

const EMPTY: Requirement = [/^(?!!?$|!!)/, "is empty; expected a glob, with one leading ! if it excludes"];
const BRACES: Requirement = [
  /^(?![\s\S]*\{[^{}]*,[^{}]*\})/,
  "contains {a,b}, which is not a pattern here: write an entry for each",
];
const REGULAR_EXPRESSION = "is a regular expression: only `*` and `**` match other characters here, as in release/*";

/** https://git-scm.com/docs/git-check-ref-format lists the characters that no branch or tag may have. */
export const refGlob = text(
  EMPTY,
  [/^(?![\s\S]*([\^\\[?|]|\$$|(^!?|[/_-])\.[*+]))/, REGULAR_EXPRESSION],
  [
    /^(?!!?refs\/)/,
    (given) => `never matches: refs are written without refs/heads/ and refs/tags/; write ${withoutPrefix(given)}`,
  ],
  [
    /^(?!!?\/)/,
    (given) => `never matches: no branch or tag begins with a slash; write ${given.replace(/^(!?)\/+/, "$1")}`,
  ],
  BRACES,
  [
    /^(?![\s\S]*([\s\p{Cc}~:]|\.\.|@\{|\/\/|(\/|\.|\.lock)$))/u,
    "never matches: git allows no such branch or tag (spaces, `~`, `:`, `..`, `//`, or `/`, `.`, `.lock` at the end)",
  ],
);

function withoutPrefix(ref: string): string {
  return ref.replace(/^(!?)refs\/((heads|tags)\/)?/, "$1") || "**";
}

export const projectGlob = text(
  EMPTY,
  [
    /^(?!!?([A-Za-z][A-Za-z+.-]*:\/\/|git@))/,
    (given) => `never matches: a project is written as its path, not its URL; write ${pathOf(given)}`,
  ],
  [/^(?![\s\S]*([\^\\[\]?|()$+]|(^!?|[/_-])\.\*))/, REGULAR_EXPRESSION],
  [
    /^(?!!?\/)/,
    (given) => `never matches: no project's path begins with a slash; write ${given.replace(/^(!?)\/+/, "$1")}`,
  ],
  BRACES,
  [
    /^(?![\s\S]*\s)/,
    "never matches: a project is written as the path in its URL, which has no spaces, not as its display name",
  ],
  [/^(?![\s\S]*(\/|\.git)$)/, (given) => `never matches: no project's path ends like this; write ${withoutEnd(given)}`],
  [/\/|\*\*/, withoutSlash],
);

function withoutSlash(given: string): string {
  if (given.includes("*")) {
    return `never matches: every project's path has a slash, which \`*\` does not match; write ${given.replaceAll("*", "**")}`;
  }
  return `never matches: every project's path begins with its group; write ${given}/** for all of a group, or the whole path`;
}

function pathOf(address: string): string {
  const path = address
    .replace(/^!?(?:[A-Za-z][A-Za-z+.-]*:\/\/[^/]*\/?|git@[^:/]*[:/])/, "")
    .replace(/(\.git|\/)+$/, "");
  return path || "group/project";
}

function withoutEnd(path: string): string {
  return path.endsWith("/") ? `${path.replace(/\/+$/, "")}/**` : path.replace(/(\.git)+$/, "");
}

/** GitLab usernames: letters, digits, `_`, `-` and dots. */
export const usernameGlob = text(
  EMPTY,
  [/^(?!!?@)/, (given) => `never matches: write the GitLab username without @, ${given.replace(/^(!?)@+/, "$1")}`],
  [/^(?![\s\S]*@)/, "never matches: pushers are matched by GitLab username, not by e-mail address"],
  [/^(?![\s\S]*[\^\\[\]?|()$+])/, REGULAR_EXPRESSION],
  BRACES,
  [/^(?![\s\S]*[\s/])/, "never matches: a GitLab username has no spaces and no slashes; display names do not count"],
);

export const personKey = text(
  [/^(?!$)/, "is empty; expected a GitLab username or a commit e-mail"],
  [
    /^(?![\s\S]*\*)/,
    "never matches: wildcards are not allowed here; write each person's address, or `same_usernames: true` for people with the same username in GitLab and Rocket.Chat",
  ],
  [/^(?!@)/, (given) => `never matches: write the GitLab username without @, ${given.replace(/^@+/, "")}`],
  [
    /^(?![\s\S]*[\s<>])/,
    "never matches: write only the GitLab username or the commit e-mail; display names do not count",
  ],
);
