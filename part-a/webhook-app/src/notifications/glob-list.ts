import { compileGlob, coversGlob, type GlobOptions, type Matcher } from "./glob.ts";

/** Paths of projects: GitLab ignores their case. */
export const PROJECT_GLOBS: GlobOptions = { slashes: true, ignoreCase: true };
/** Branches and tags: git distinguishes their case, and `release/*` should match `release/1/2`. */
export const REF_GLOBS: GlobOptions = { slashes: false, ignoreCase: false };
export const USERNAME_GLOBS: GlobOptions = { slashes: false, ignoreCase: true };

interface Entry {
  /** Without the `!`. */
  glob: string;
  excludes: boolean;
}

/**
 * Compiles a list of globs, of which the last match decides: `!` excludes, as in .gitignore. A list of
 * only exclusions matches everything else; an empty list matches nothing.
 */
export function compileGlobs(list: readonly string[], options: GlobOptions): Matcher {
  const entries = list.map(readEntry);
  const matchers = entries.map(({ glob }) => compileGlob(glob, options));
  if (!entries.some(({ excludes }) => excludes)) return (text) => matchers.some((matches) => matches(text));
  const otherwise = isExclusionsOnly(list);
  return (text) => {
    const last = entries.findLast((_, at) => matchers[at]?.(text));
    return last ? !last.excludes : otherwise;
  };
}

/** The most that a list matches, as globs without exclusions. */
export function includedGlobs(list: readonly string[]): string[] {
  return isExclusionsOnly(list) ? ["**"] : list.filter((entry) => !entry.startsWith("!"));
}

/** Whether a list certainly matches everything that a glob matches. */
export function listCovers(list: readonly string[], glob: string, options: GlobOptions): boolean {
  return !list.some((entry) => entry.startsWith("!")) && list.some((outer) => coversGlob(outer, glob, options));
}

export function readEntry(entry: string): Entry {
  return entry.startsWith("!") ? { glob: entry.slice(1), excludes: true } : { glob: entry, excludes: false };
}

function isExclusionsOnly(list: readonly string[]): boolean {
  return list.length > 0 && list.every((entry) => entry.startsWith("!"));
}
