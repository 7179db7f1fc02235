import { expect, test } from "vitest";
import { startSandbox } from "./start-sandbox.ts";

const login = { user: "nobody", password: "x" };

test("ten calls of a route in a minute, then 429 until the window is over", async () => {
  let now = 1_700_000_000_000;
  const { call } = await startSandbox({ clock: () => now });
  for (let left = 9; left >= 0; left -= 1) {
    const { status, headers } = await call("POST", "/api/v1/login", login, {});
    expect(status).toBe(401);
    expect(headers.get("x-ratelimit-limit")).toBe("10");
    expect(headers.get("x-ratelimit-remaining")).toBe(String(left));
    expect(headers.get("x-ratelimit-reset")).toBe("1700000060000");
  }
  now += 34_500;
  const { status, headers, json } = await call("POST", "/api/v1/login", login, {});
  expect(status).toBe(429);
  expect(headers.get("x-ratelimit-reset")).toBe("1700000060000");
  expect(json).toEqual({
    success: false,
    error:
      "Error, too many requests. Please slow down. You must wait 26 seconds before trying this endpoint again. [error-too-many-requests]",
  });
  expect((await call("GET", "/api/info", undefined, {})).status).toBe(200);
  now = 1_700_000_060_000;
  expect((await call("POST", "/api/v1/login", login, {})).status).toBe(401);
});

test("an invalid body does not count towards the limit", async () => {
  const { call } = await startSandbox({ rateLimit: { calls: 1, windowMs: 60_000 } });
  expect((await call("POST", "/api/v1/login", { user: 5 }, {})).status).toBe(400);
  expect((await call("POST", "/api/v1/login", login, {})).status).toBe(401);
  expect((await call("POST", "/api/v1/login", login, {})).status).toBe(429);
});

test("the role bot is never limited, and gets no headers of the limit", async () => {
  const { call } = await startSandbox({ rateLimit: { calls: 1, windowMs: 60_000 } });
  for (let count = 0; count < 3; count += 1) {
    const { status, headers } = await call("GET", "/api/v1/me");
    expect(status).toBe(200);
    expect(headers.get("x-ratelimit-limit")).toBeNull();
  }
});
