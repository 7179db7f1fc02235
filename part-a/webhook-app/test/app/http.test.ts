import { expect, describe, test } from "vitest";
import { createDocument } from "../../src/contract.ts";
import { ADMIN_TOKEN, rawRequest, startApp } from "./start-app.ts";

describe("a request", () => {
  test.each([
    ["GET", "/webhooks/gitlab", "POST"],
    ["PUT", "/webhooks/gitlab/explain", "POST"],
    ["POST", "/notifications", "GET, HEAD"],
    ["DELETE", "/notifications/1", "GET, HEAD"],
    ["GET", "/notifications/1/retry", "POST"],
    ["POST", "/livez", "GET, HEAD"],
    ["OPTIONS", "/openapi.json", "GET, HEAD"],
    ["POST", "/docs", "GET, HEAD"],
  ])("%s %s is answered 405 with an exact Allow", async (method, path, allow) => {
    const app = await startApp();
    const answer = await rawRequest(app.port, { method, path });
    expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
  });

  test("to an unknown path is answered 404 as a problem document", async () => {
    const app = await startApp();
    const answer = await rawRequest(app.port, { path: "/nothing" });
    expect([answer.status, answer.headers["content-type"]]).toEqual([404, "application/problem+json"]);
  });

  test("for metrics finds nothing on the public port", async () => {
    const app = await startApp();
    expect((await rawRequest(app.port, { path: "/metrics" })).status).toBe(404);
  });

  test("HEAD is answered as GET without a body", async () => {
    const app = await startApp();
    const answer = await rawRequest(app.port, { method: "HEAD", path: "/readyz" });
    expect([answer.status, answer.body]).toEqual([200, ""]);
  });

  test("that hits a defect is answered 500 without its details, which are reported", async () => {
    const app = await startApp();
    const defect = new Error("secret detail");
    const broken = await startApp({ outbox: { ...app.outbox, list: () => Promise.reject(defect) } });
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const answer = await rawRequest(broken.port, { path: "/notifications", headers });
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain("secret detail");
    expect(broken.errors).toEqual([defect]);
  });
});

describe("probes", () => {
  test("readiness ends when shutdown begins, liveness does not", async () => {
    const lifecycle = { ready: true };
    const app = await startApp({ isReady: () => lifecycle.ready });
    const probe = async (path: string) => (await rawRequest(app.port, { path })).status;
    expect([await probe("/livez"), await probe("/readyz")]).toEqual([200, 200]);
    lifecycle.ready = false;
    expect([await probe("/livez"), await probe("/readyz")]).toEqual([200, 503]);
  });
});

describe("documentation", () => {
  test("the document served is the contract's", async () => {
    const app = await startApp();
    const answer = await rawRequest(app.port, { path: "/openapi.json" });
    expect(JSON.parse(answer.body)).toEqual(JSON.parse(JSON.stringify(createDocument())));
  });

  test("the page and its assets come from this host and forbid every other", async () => {
    const app = await startApp();
    const page = await rawRequest(app.port, { path: "/docs" });
    expect(page.body).not.toMatch(/https?:\/\//);
    expect(String(page.headers["content-security-policy"])).not.toMatch(/https?:|\*/);
    const links = [...page.body.matchAll(/(?:src|href)="(docs\/[^"]+)"/g)].map(([, link]) => link);
    expect(links).toHaveLength(4);
    for (const link of links) expect((await rawRequest(app.port, { path: `/${link}` })).status).toBe(200);
    expect((await rawRequest(app.port, { path: "/docs/..%2fpackage.json" })).status).toBe(404);
  });

  test("the operators' page and its modules come whole, and are not sent again while they are the same", async () => {
    const app = await startApp();
    const get = (path: string, headers = {}) => rawRequest(app.port, { path, headers });
    const page = await get("/");
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(String(page.headers["content-security-policy"])).not.toMatch(/https?:|\*|unsafe|data:/);
    const modules = new Set(["page/app.js"]);
    for (const path of modules) {
      const { status, headers, body } = await get(`/${path}`);
      expect([path, status, headers["content-type"]]).toEqual([path, 200, "text/javascript; charset=utf-8"]);
      for (const [, name] of body.matchAll(/from "(\.[^"]+)"/g)) {
        modules.add(new URL(name!, `http://page/${path}`).pathname.slice(1));
      }
    }
    expect(modules).toContain("page/parts/element.js");
    const again = await get("/page/app.js", { "if-none-match": (await get("/page/app.js")).headers.etag });
    expect([again.status, again.body]).toEqual([304, ""]);
    expect((await get("/page/..%2fmain.ts")).status).toBe(404);
  });
});
