import { z } from "zod";

/** Not repeated in the message: such a URL may hold a password. */
const proxyUrl = z
  .string()
  .refine(isProxyUrl, { error: "must be an http:// or https:// URL, like http://proxy.example.com:3128" })
  .optional();

const hosts = z.string().optional();

/** As everywhere in small and capital letters; where both are set, the small ones count. */
export const PROXY_VARIABLES = {
  http_proxy: proxyUrl,
  HTTP_PROXY: proxyUrl,
  https_proxy: proxyUrl,
  HTTPS_PROXY: proxyUrl,
  no_proxy: hosts,
  NO_PROXY: hosts,
};

type ProxyVariables = { [Name in keyof typeof PROXY_VARIABLES]?: string | undefined };

/** Which proxy requests to http and https URLs take, and which hosts are reached without; "" for none. */
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
