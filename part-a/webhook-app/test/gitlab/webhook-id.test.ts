import { expect, test } from "vitest";
import { webhookIdOf } from "../../src/gitlab/webhook-id.ts";

const BODY = Buffer.from("{}");
const idOf = (headers: Record<string, string>, body = BODY, kind = "note") =>
  webhookIdOf((name) => headers[name], body, kind);

test("webhook-id goes before Idempotency-Key", () => {
  expect(idOf({ "webhook-id": "a", "idempotency-key": "b" })).toBe("a");
  expect(idOf({ "webhook-id": "", "idempotency-key": "b" })).toBe("b");
});

test("without either it is the body's SHA-256", () => {
  expect(idOf({})).toBe("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
  expect(idOf({}, Buffer.from("{ }"))).not.toBe(idOf({}));
});

test.each(["push", "tag_push"])(
  "without either a %s has a new one each time: it may happen again, to the byte",
  (kind) => {
    expect(idOf({}, BODY, kind)).not.toBe(idOf({}, BODY, kind));
    expect(idOf({ "idempotency-key": "b" }, BODY, kind)).toBe("b");
  },
);

test.each(["a b", "a\nb", "é", "a".repeat(129), "\0"])("an id that is not plain (%j) is hashed", (id) => {
  expect(idOf({ "idempotency-key": id })).toMatch(/^id-sha256:[0-9a-f]{64}$/);
  expect(idOf({ "idempotency-key": id })).not.toBe(idOf({ "idempotency-key": `${id}.` }));
});

test("an id of 128 visible characters is used unchanged", () => {
  expect(idOf({ "webhook-id": "~".repeat(128) })).toBe("~".repeat(128));
});
