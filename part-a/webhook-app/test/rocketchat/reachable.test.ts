import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { HAS_OPENSSL, makeCertificate } from "./certificate.ts";
import { connect } from "./connect.ts";
import { startConnectProxy } from "./connect-proxy.ts";
import { hang, startFake } from "./fake-rocket-chat.ts";

const DELIVERED = { status: "delivered" };

/** Runs a delivery in its own process: its environment at the start decides what it trusts. */
async function deliverOnce(url: string, env: Record<string, string> = {}): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ["test/rocketchat/deliver-once.ts", url], { env });
  return JSON.parse(stdout);
}

describe.skipIf(!HAS_OPENSSL)("a private CA", () => {
  test("is trusted by NODE_EXTRA_CA_CERTS", async () => {
    const { identity, file } = makeCertificate("IP:127.0.0.1");
    await using fake = await startFake("", 0, identity);
    expect(await deliverOnce(fake.url, { NODE_EXTRA_CA_CERTS: file })).toEqual(DELIVERED);
    expect(fake.stored.size).toBe(1);
  });

  test("is rejected without it, with its names, issuer and expiry; it gets no token", async () => {
    const { identity } = makeCertificate("IP:127.0.0.1,DNS:chat.example.com");
    await using fake = await startFake("", 0, identity);
    await using rocket = await connect({ url: fake.url });
    const result = await rocket.deliver();
    expect(result).toMatchObject({ status: "unavailable", reason: "tls" });
    expect(result).toMatchObject({
      evidence: { operation: "im.create", status: null, code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
    });
    expect(JSON.stringify(result)).toMatch(
      /for 127\.0\.0\.1, chat\.example\.com, issued by Example Corp CA, valid until \w+ [ \d]\d [\d:]+ \d{4} GMT/,
    );
    expect(fake.received).toEqual([]);
  });

  test("does not help a certificate for another name", async () => {
    const { identity, file } = makeCertificate("DNS:chat.example.com");
    await using fake = await startFake("", 0, identity);
    expect(await deliverOnce(fake.url, { NODE_EXTRA_CA_CERTS: file })).toMatchObject({
      status: "unavailable",
      reason: "tls",
      evidence: { code: "ERR_TLS_CERT_ALTNAME_INVALID", detail: expect.stringContaining("for chat.example.com") },
    });
  });

  test("is trusted through a proxy as well", async () => {
    const { identity, file } = makeCertificate("IP:127.0.0.1");
    await using fake = await startFake("", 0, identity);
    await using proxy = await startConnectProxy();
    const env = { NODE_EXTRA_CA_CERTS: file, https_proxy: `http://127.0.0.1:${proxy.port}` };
    expect(await deliverOnce(fake.url, env)).toEqual(DELIVERED);
    expect(proxy.tunnels.map(({ target }) => `https://${target}`)).toEqual([fake.url]);
  });
});

describe("a proxy", () => {
  const proxies = (http: string, no = "") => ({ http, https: "", no });

  test("carries all requests through one tunnel for each connection, with its own credentials", async () => {
    await using proxy = await startConnectProxy("p@ss");
    await using fake = await startFake("/chat");
    const url = `http://svc:p%40ss@127.0.0.1:${proxy.port}`;
    await using rocket = await connect({ url: fake.url, proxy: proxies(url), connections: 1 });
    expect(await rocket.deliver()).toEqual(DELIVERED);
    expect(await rocket.deliver({ messageId: "m2" })).toEqual(DELIVERED);
    expect(proxy.tunnels).toHaveLength(1);
    expect(fake.received.map(({ headers }) => headers["proxy-authorization"])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("that requires other credentials counts as no connection, and they are not repeated", async () => {
    await using proxy = await startConnectProxy("right");
    await using fake = await startFake();
    const url = `http://svc:wrong-pass@127.0.0.1:${proxy.port}`;
    await using rocket = await connect({ url: fake.url, proxy: proxies(url) });
    const result = await rocket.deliver();
    expect(result).toMatchObject({ status: "unavailable", reason: "unreachable" });
    expect(JSON.stringify(result)).toContain("407");
    expect(JSON.stringify(result)).not.toContain("wrong-pass");
    expect(fake.received).toEqual([]);
  });

  test("that does not exist counts as no connection", async () => {
    await using fake = await startFake();
    await using rocket = await connect({ url: fake.url, proxy: proxies("http://svc:hidden@127.0.0.1:1") });
    const result = await rocket.deliver();
    expect(result).toMatchObject({ status: "unavailable", reason: "unreachable", evidence: { code: "ECONNREFUSED" } });
    expect(JSON.stringify(result)).not.toContain("hidden");
  });

  test("is left out for the hosts of NO_PROXY", async () => {
    await using proxy = await startConnectProxy();
    await using fake = await startFake();
    const ways = proxies(`http://127.0.0.1:${proxy.port}`, "localhost,127.0.0.1");
    await using rocket = await connect({ url: fake.url, proxy: ways });
    expect(await rocket.deliver()).toEqual(DELIVERED);
    expect(proxy.tunnels).toEqual([]);
  });

  test("closes with the rest at once, whatever is under way", async () => {
    await using proxy = await startConnectProxy();
    await using fake = await startFake();
    fake.on("im.create", hang);
    const rocket = await connect({ url: fake.url, proxy: proxies(`http://127.0.0.1:${proxy.port}`) });
    const delivery = rocket.deliver();
    await expect.poll(() => fake.received).toHaveLength(1);
    await rocket[Symbol.asyncDispose]();
    expect(await delivery).toMatchObject({ status: "unavailable", reason: "unreachable" });
  });
});
