import { z } from "zod";

/** The message does not show the URL, which may contain a password. */
const proxyUrl = z
  .string()
  .refine(isProxyUrl, { error: "must be an http:// or https:// URL, like http://proxy.example.com:3128" })
  .optional();

const hosts = z.string().optional();

/** In lower and upper case, as in other programs; if both are set, lower case wins. */
export const PROXY_VARIABLES = {
  http_proxy: proxyUrl,
  HTTP_PROXY: proxyUrl,
  https_proxy: proxyUrl,
  HTTPS_PROXY: proxyUrl,
  no_proxy: hosts,
  NO_PROXY: hosts,
};

type ProxyVariables = { [Name in keyof typeof PROXY_VARIABLES]?: string | undefined };

/** The proxies for http and https URLs, and the hosts that are reached without one; "" for none. */
export function readProxy(env: ProxyVariables): { http: string; https: string; no: string } {
  return {
    http: env.http_proxy ?? env.HTTP_PROXY ?? "",
    https: env.https_proxy ?? env.HTTPS_PROXY ?? "",
    no: env.no_proxy ?? env.NO_PROXY ?? "",
  };
}

function isProxyUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
