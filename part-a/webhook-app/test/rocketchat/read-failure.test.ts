import { expect, test } from "vitest";
import { readFailure } from "../../src/rocketchat/read-failure.ts";

function failure(code: string): Error {
  return Object.assign(new Error("as Node throws it"), { code });
}

test.each([
  ["CERT_HAS_EXPIRED", "tls"],
  ["CERT_NOT_YET_VALID", "tls"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "tls"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "tls"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "tls"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "tls"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "tls"],
  ["EPROTO", "tls"],
  ["ECONNREFUSED", "no_connection"],
  ["ENOTFOUND", "no_connection"],
  ["EAI_AGAIN", "no_connection"],
  ["EHOSTUNREACH", "no_connection"],
  ["ENETUNREACH", "no_connection"],
  ["ETIMEDOUT", "no_connection"],
  ["UND_ERR_CONNECT_TIMEOUT", "no_connection"],
  ["UND_ERR_ABORTED", "no_connection"],
  ["UND_ERR_DESTROYED", "no_connection"],
  ["ECONNRESET", "broken_off"],
  ["EPIPE", "broken_off"],
  ["UND_ERR_SOCKET", "broken_off"],
])("%s is %s", (code, kind) => {
  expect(readFailure(failure(code))).toBe(kind);
});

test("a defect of our own is thrown on", () => {
  const defect = failure("ERR_INVALID_ARG_TYPE");
  expect(() => readFailure(defect)).toThrow(defect);
  expect(() => readFailure(new TypeError("undefined is not a function"))).toThrow(TypeError);
});
