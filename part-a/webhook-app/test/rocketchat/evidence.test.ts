import { describe, expect, test } from "vitest";
import { connect } from "./connect.ts";
import { cut, hang, HTML, reply, type Reaction } from "./fake-rocket-chat.ts";

const operation = "im.create";

test.each<[string, Reaction, object]>([
  [
    "Rocket.Chat's code and words",
    reply(400, { success: false, error: "Invalid user [error-invalid-user]", errorType: "error-invalid-user" }),
    { operation, status: 400, code: "error-invalid-user", detail: "Invalid user [error-invalid-user]" },
  ],
  [
    "an exception's text",
    reply(400, { success: false, error: "connection 5 to 10.0.0.7:27017 closed" }),
    { operation, status: 400, code: null, detail: "connection 5 to 10.0.0.7:27017 closed" },
  ],
  [
    "a proxy's page, by its title",
    reply(502, HTML),
    { operation, status: 502, code: null, detail: expect.stringMatching(/502 Bad Gateway$/) },
  ],
  [
    "where a redirect leads, without its query",
    reply(302, "", { Location: "https://login.example.com/start?state=secret" }),
    { operation, status: 302, code: null, detail: "redirected to login.example.com" },
  ],
  [
    "that a redirect stays on the host",
    reply(302, "", { Location: "/login?token=secret" }),
    { detail: "redirected to another path of the same host" },
  ],
  [
    "the type of what is no JSON",
    reply(200, "<p>Sign in</p>", { "Content-Type": "text/html; charset=utf-8" }),
    { operation, status: 200, code: null, detail: "status 200, text/html; charset=utf-8: <p>Sign in</p>" },
  ],
  ["an empty answer", reply(204, ""), { detail: "status 204, application/json, empty" }],
  [
    "the network's code",
    cut,
    { operation, status: null, code: expect.stringMatching(/^(?:UND_ERR_SOCKET|ECONNRESET)$/) },
  ],
  ["that no answer came", hang, { operation, status: null, code: null, detail: "No answer within 500 ms." }],
  [
    "one line of it, without what a terminal would obey",
    reply(400, { success: false, error: "one\r\ntwo\u0000 \u001b[31mthree\u202e\tfour" }),
    { detail: "one two [31mthree four" },
  ],
  [
    "300 characters of it at most",
    reply(400, { success: false, error: `${"x".repeat(5_000)} y` }),
    { detail: `${"x".repeat(299)}…` },
  ],
])("names %s", async (_name, reaction, expected) => {
  await using rocket = await connect({ timeoutMs: 500 });
  rocket.fake.on("im.create", reaction);
  expect(await rocket.deliver()).toMatchObject({ evidence: expected });
});

describe("without a connection", () => {
  test("each address that was tried is named", async () => {
    await using rocket = await connect({ url: "http://localhost:1" });
    expect(await rocket.deliver()).toMatchObject({
      evidence: { status: null, code: "ECONNREFUSED", detail: expect.stringContaining("127.0.0.1:1") },
    });
  });

  test("the name that does not exist is named", async () => {
    await using rocket = await connect({ url: "http://no-such-host.invalid" });
    expect(await rocket.deliver()).toMatchObject({
      evidence: {
        status: null,
        code: expect.stringMatching(/^(?:ENOTFOUND|EAI_AGAIN)$/),
        detail: expect.stringContaining("no-such-host.invalid"),
      },
    });
  });
});

test("never holds the token, even if the server repeats it", async () => {
  await using rocket = await connect();
  rocket.fake.on("im.create", (response, received) =>
    reply(400, { success: false, error: `bad token ${String(received.headers["x-auth-token"])} for you` })(
      response,
      received,
    ),
  );
  expect(JSON.stringify(await rocket.deliver())).not.toContain("secret-token");
});
