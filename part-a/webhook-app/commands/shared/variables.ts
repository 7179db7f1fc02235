import { ConfigError } from "../../src/config/config-error.ts";

/** Reads variables from an environment and collects what is wrong with them; an empty one counts as unset. */
export interface Variables {
  /**
   * A variable that must be set.
   *
   * @param expected what it must be, for the error message; the value itself may be a secret and is never shown
   */
  required(name: string, expected: string, form?: RegExp): string;
  optional(name: string, expected?: string, form?: RegExp): string | undefined;
  /** An API's base URL, without trailing slashes. */
  baseUrl(name: string, expected: string): string;
  /** Set in whole seconds, returned in milliseconds. */
  seconds(name: string, byDefault: number): number;
  /** Adds a mistake that concerns more than the form of one variable. */
  refuse(mistake: string): void;
}

/** A URL with a path, and without a user name, which `fetch` rejects. */
export const WEBHOOK_URL = /^https?:\/\/[^/@\s]+\/\S+$/;

const BASE_URL = /^https?:\/\/[^?#@]+$/;

/**
 * Reads a command's settings. Uses only Node's built-ins, so that canary and notify run without `npm ci`; `src/config/`
 * reads the service's own variables, with the same form of errors.
 *
 * @throws ConfigError that lists every mistake
 */
export function readVariables<Settings>(
  env: Record<string, string | undefined>,
  read: (variables: Variables) => Settings,
): Settings {
  const mistakes: string[] = [];
  const settings = read(variablesOf(env, mistakes));
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return settings;
}

function variablesOf(env: Record<string, string | undefined>, mistakes: string[]): Variables {
  const optional = (name: string, expected = "", form = /./s) => {
    const value = env[name] || undefined;
    if (value !== undefined && !form.test(value)) mistakes.push(`${name}: must be ${expected}`);
    return value;
  };
  const required = (name: string, expected: string, form?: RegExp) => {
    if (!env[name]) mistakes.push(`${name}: is missing: ${expected}`);
    return optional(name, expected, form) ?? "";
  };
  return {
    required,
    optional,
    baseUrl: (name, expected) => required(name, expected, BASE_URL).replace(/\/+$/, ""),
    seconds: (name, byDefault) => Number(optional(name, "whole seconds", /^\d{1,6}$/) ?? byDefault) * 1000,
    refuse: (mistake) => void mistakes.push(mistake),
  };
}
