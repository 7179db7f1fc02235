import { spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { connect } from "node:tls";
import { describe, expect, onTestFinished, test } from "vitest";
import { createSandbox } from "../../sandbox/sandbox.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

/** Over HTTPS, and what a client that trusts these authorities gets: its protocol, or the reason why it will not talk. */
async function start() {
  const sandbox = createSandbox({ tls: true });
  const { url, port } = await sandbox.listen();
  onTestFinished(() => sandbox.close());
  const shake = async (ca: string[] | undefined, host = "127.0.0.1") => {
    const socket = connect({ port, host: "127.0.0.1", servername: host === "127.0.0.1" ? "" : host, ca });
    const outcome = await once(socket, "secureConnect").then(
      () => socket.getProtocol(),
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    );
    socket.destroy();
    return outcome;
  };
  return { sandbox, url, trusted: [sandbox.caCertificate!], shake };
}

describe("a sandbox with a private authority", () => {
  test("is reached by clients that trust the authority, by address and by name", async () => {
    const { url, trusted, shake } = await start();
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(await shake(trusted)).toBe("TLSv1.3");
    expect(await shake(trusted, "localhost")).toBe("TLSv1.3");
  });

  test("is not trusted by anybody else", async () => {
    const { shake } = await start();
    expect(await shake(undefined)).toBe("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
  });

  test.each([
    ["expired_certificate", "CERT_HAS_EXPIRED"],
    ["wrong_certificate", "ERR_TLS_CERT_ALTNAME_INVALID"],
  ] as const)("%s is refused as %s until it is over", async (kind, code) => {
    const { sandbox, trusted, shake } = await start();
    sandbox.faults.replace([{ kind }]);
    expect(await shake(trusted)).toBe(code);
    sandbox.faults.replace([]);
    expect(await shake(trusted)).toBe("TLSv1.3");
  });

  test("each sandbox has an authority of its own", async () => {
    const [one, other] = [await start(), await start()].map(({ trusted }) => new X509Certificate(trusted[0]!));
    expect([one!.ca, one!.verify(one!.publicKey), one!.subject]).toEqual([true, true, "CN=Sandbox test CA"]);
    expect(other!.fingerprint256).not.toBe(one!.fingerprint256);
  });
});

test("the program writes the authority to a file, by which Node.js trusts it", async () => {
  const caFile = join(temporaryDirectory(), "ca.pem");
  const env = { ...process.env, PORT: "0" };
  const program = spawn(process.execPath, ["sandbox/main.ts", "--ca-file", caFile], { env });
  onTestFinished(() => void program.kill());
  const [line] = (await once(program.stdout, "data")) as [Buffer];
  const url = /https:\/\/127\.0\.0\.1:\d+/.exec(line.toString())?.[0];
  const script = `const answer = await fetch("${url}/health"); process.stdout.write(await answer.text())`;
  const client = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    env: { ...env, NODE_EXTRA_CA_CERTS: caFile },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = (await once(client.stdout, "data")) as [Buffer];
  expect(said.toString()).toBe("ok");
});

test("without an authority it serves HTTP", async () => {
  const sandbox = createSandbox();
  const { url } = await sandbox.listen();
  onTestFinished(() => sandbox.close());
  expect({ url, ca: sandbox.caCertificate }).toEqual({ url: expect.stringMatching(/^http:/), ca: undefined });
});
