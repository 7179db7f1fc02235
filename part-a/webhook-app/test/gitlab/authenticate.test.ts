import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { createAuthenticator, type AuthenticatorOptions } from "../../src/gitlab/authenticate.ts";

const NOW = Math.floor(Date.now() / 1000) * 1000;
const BODY = Buffer.from('{"object_kind":"push","ref":"refs/heads/ü"}');
const newToken = () => `whsec_${randomBytes(32).toString("base64")}`;
const [TOKEN, OLD_TOKEN] = [newToken(), newToken()];

function createSubject(options: Partial<AuthenticatorOptions>) {
  const authenticator = createAuthenticator({
    secretTokens: [],
    signingTokens: [],
    allowUnauthenticated: false,
    clock: () => NOW,
    ...options,
  });
  return (headers: Record<string, string>, body = BODY) => {
    const header = (name: string) => headers[name];
    const before = authenticator.beforeBody(header);
    return before.ok ? { step: "after", ...authenticator.afterBody(header, body) } : { step: "before", ...before };
  };
}

function sign(token: string, { id = "id-1", at = NOW, body = BODY } = {}) {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(at / 1000),
    "webhook-signature": new Webhook(token).sign(id, new Date(at), body),
  };
}

describe("the signature", () => {
  const check = createSubject({ signingTokens: [TOKEN, OLD_TOKEN], secretTokens: ["secret"] });

  test("of the standardwebhooks package is accepted under each configured token", () => {
    expect(check(sign(TOKEN))).toMatchObject({ ok: true });
    expect(check(sign(OLD_TOKEN))).toMatchObject({ ok: true });
  });

  test("is found among several in the header, and other versions are passed over", () => {
    const headers = sign(TOKEN);
    const signature = `v1a,abc ${sign(newToken())["webhook-signature"]} ${headers["webhook-signature"]}`;
    expect(check({ ...headers, "webhook-signature": signature })).toMatchObject({ ok: true });
  });

  test.each([
    ["another body", sign(TOKEN, { body: Buffer.from("{}") })],
    ["another id", { ...sign(TOKEN), "webhook-id": "id-2" }],
    ["another time", { ...sign(TOKEN), "webhook-timestamp": String(NOW / 1000 - 1) }],
    ["another token", sign(newToken())],
  ])("for %s is rejected after the body, even with a valid secret token", (_, headers) => {
    const detail = "webhook-signature does not match the body under any configured signing token.";
    expect(check({ ...headers, "x-gitlab-token": "secret" })).toEqual({ step: "after", ok: false, detail });
  });

  test("is over the raw bytes, not over what they decode to", () => {
    const text = Buffer.from("{\uFFFD}");
    expect(check(sign(TOKEN, { body: text }), Buffer.from([0x7b, 0xff, 0x7d]))).toMatchObject({ ok: false });
  });

  test.each([
    ["no id", { "webhook-id": undefined }, /webhook-id is missing/],
    ["an endless id", { "webhook-id": "a".repeat(257) }, /webhook-id is longer/],
    ["no time", { "webhook-timestamp": undefined }, /webhook-timestamp is missing/],
    ["a time that is none", { "webhook-timestamp": "2026-11-25T00:00:00Z" }, /Unix seconds/],
    ["nothing in the header", { "webhook-signature": "" }, /no v1 signature/],
    [
      "a truncated signature",
      { "webhook-signature": sign(TOKEN)["webhook-signature"].slice(0, 30) },
      /no v1 signature/,
    ],
    ["an unknown version", { "webhook-signature": "v2,abc" }, /no v1 signature/],
  ])("with %s is rejected before the body is read, even with a valid secret token", (_, changed, detail) => {
    const headers = { ...sign(TOKEN), "x-gitlab-token": "secret", ...changed } as Record<string, string>;
    expect(check(headers)).toMatchObject({ step: "before", ok: false, detail: expect.stringMatching(detail) });
  });

  test("holds for five minutes either way", () => {
    expect(check(sign(TOKEN, { at: NOW - 300_000 }))).toMatchObject({ ok: true });
    expect(check(sign(TOKEN, { at: NOW + 300_000 }))).toMatchObject({ ok: true });
    const old = { ok: false, step: "before", detail: expect.stringContaining("301 seconds old") };
    expect(check(sign(TOKEN, { at: NOW - 301_000 }))).toMatchObject(old);
    const early = { ok: false, step: "before", detail: expect.stringContaining("301 seconds in the future") };
    expect(check(sign(TOKEN, { at: NOW + 301_000 }))).toMatchObject(early);
  });

  test("is required where signing tokens alone are configured", () => {
    const signedOnly = createSubject({ signingTokens: [TOKEN] });
    expect(signedOnly({ "x-gitlab-token": "secret" })).toMatchObject({ ok: false, step: "before" });
    expect(signedOnly({})).toMatchObject({ ok: false, step: "before" });
    expect(signedOnly(sign(TOKEN))).toMatchObject({ ok: true });
  });

  test("is passed over where no signing token is configured", () => {
    const tokenOnly = createSubject({ secretTokens: ["secret"] });
    expect(tokenOnly({ ...sign(TOKEN), "x-gitlab-token": "secret" })).toMatchObject({ ok: true });
    expect(tokenOnly(sign(TOKEN))).toMatchObject({ ok: false, step: "before" });
  });
});

describe("the secret token", () => {
  const check = createSubject({ secretTokens: ["new", "old"], signingTokens: [TOKEN] });

  test.each(["new", "old"])("%s of several is accepted when nothing is signed", (token) => {
    expect(check({ "x-gitlab-token": token })).toMatchObject({ ok: true });
  });

  test("of other letters than ASCII is accepted as a client sends it: in UTF-8, which Node reads as Latin-1", () => {
    const asRead = Buffer.from("pässwört").toString("latin1");
    expect(createSubject({ secretTokens: ["pässwört"] })({ "x-gitlab-token": asRead })).toMatchObject({ ok: true });
  });

  test.each(["", "ne", "new ", "NEW", "newold"])("%j is refused", (token) => {
    expect(check({ "x-gitlab-token": token })).toMatchObject({ ok: false, step: "before" });
  });

  test("that is missing is reported as missing", () => {
    expect(check({})).toMatchObject({ ok: false, detail: "X-Gitlab-Token is missing." });
  });

  test("is in no answer, neither the given nor the configured one", () => {
    const { detail } = check({ "x-gitlab-token": "guess-123" }) as { detail: string };
    expect(detail).not.toMatch(/guess-123|new|old/);
  });
});

describe("without any token", () => {
  test("nobody is accepted unless explicitly allowed", () => {
    expect(createSubject({})({})).toMatchObject({ ok: false });
    expect(createSubject({ allowUnauthenticated: true })({})).toMatchObject({ ok: true });
  });

  test("asking for it does not open what is configured", () => {
    const check = createSubject({ allowUnauthenticated: true, secretTokens: ["secret"] });
    expect(check({})).toMatchObject({ ok: false });
    expect(check({ "x-gitlab-token": "secret" })).toMatchObject({ ok: true });
  });
});

test("a signing token of another form is refused when the authenticator is made", () => {
  expect(() => createSubject({ signingTokens: ["secret"] })).toThrow(/whsec_/);
});
