import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { signingKey } from "../../src/gitlab/signing-token.ts";

test("a token of GitLab's form yields its 32 bytes", () => {
  const key = randomBytes(32);
  expect(signingKey(`whsec_${key.toString("base64")}`)).toEqual(key);
});

test.each([
  ["no prefix", randomBytes(32).toString("base64")],
  ["31 bytes", `whsec_${randomBytes(31).toString("base64")}`],
  ["33 bytes", `whsec_${randomBytes(33).toString("base64")}`],
  ["a blank inside", `whsec_${randomBytes(32).toString("base64").replace(/^./, "$& ")}`],
  ["the URL alphabet", `whsec_${Buffer.alloc(32, 0xff).toString("base64url")}`],
  ["nothing", "whsec_"],
])("a token with %s is none", (_, token) => {
  expect(signingKey(token)).toBeUndefined();
});
