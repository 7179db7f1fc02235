import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runInNewContext } from "node:vm";

import { describe, expect, test } from "vitest";

import { ROOT } from "../../src/repository.ts";

const written = readFileSync(join(ROOT, "part-a/k8s-manifests/mongodb/replica-set.js"), "utf8");
// mongosh runs no script as it is written: its rewriter makes all calls of the server asynchronous.
const require = createRequire(import.meta.url);
const { default: AsyncWriter } = require("@mongosh/async-rewriter2") as typeof import("@mongosh/async-rewriter2");
const writer = new AsyncWriter();
const script = `${writer.runtimeSupportCode()}\n${writer.process(written)}`;
const HOST = "mongodb-0.mongodb.mongodb.svc.cluster.local:27017";
const env = {
  MONGODB_MEMBER: "mongodb-0.mongodb.mongodb.svc.cluster.local",
  MONGODB_ROOT_PASSWORD: "root-secret",
  MONGODB_ROCKETCHAT_PASSWORD: "chat-secret",
};

interface User {
  user: string;
  pwd: string;
}

/** As much of a mongod as the script asks for: what is open to whom, and what is kept between two runs. */
interface Mongod {
  host?: string;
  /** Becomes primary some time after it was initiated. */
  isPrimary: boolean;
  users: Record<string, User>;
  calls: string[];
}

/** A function of mongosh: it answers later, by a promise with the mark that the rewritten script awaits. */
function remote<Arguments extends unknown[]>(answer: (...values: Arguments) => unknown) {
  return (...values: Arguments): Promise<unknown> => {
    const promise = new Promise((resolve) => setImmediate(resolve)).then(() => answer(...values));
    return Object.assign(promise, { [Symbol.for("@@mongosh.syntheticPromise")]: true });
  };
}

const error = (code: number, message: string) => Object.assign(new Error(message), { code });

function shellOf(mongod: Mongod): object {
  let session: string | undefined;
  const authorize = () => {
    // The exception for localhost ends with the first user.
    if (session === undefined && Object.keys(mongod.users).length > 0) throw error(13, "requires authentication");
  };
  const database = (name: string) => ({
    auth: remote((user: string, pwd: string) => {
      if (mongod.users[`${name}.${user}`]?.pwd !== pwd) throw error(18, "Authentication failed.");
      session = user;
      return { ok: 1 };
    }),
    createUser: remote((user: User) => {
      authorize();
      if (session === undefined && name !== "admin") throw error(13, "the exception is for the admin database only");
      if (!mongod.isPrimary) throw error(10_107, "not primary");
      mongod.users[`${name}.${user.user}`] = user;
      mongod.calls.push(`createUser ${name}.${user.user}`);
    }),
    updateUser: remote((user: string, change: { pwd: string }) => {
      authorize();
      mongod.users[`${name}.${user}`] = { user, pwd: change.pwd };
    }),
    getUser: remote((user: string) => {
      authorize();
      return mongod.users[`${name}.${user}`] ?? null;
    }),
  });
  return {
    db: { getSiblingDB: database, hello: remote(() => ({ isWritablePrimary: mongod.isPrimary })) },
    rs: {
      status: remote(() => {
        authorize();
        if (mongod.host === undefined) throw error(94, "no replset config has been received");
        return { ok: 1 };
      }),
      initiate: remote(({ members }: { members: { host: string }[] }) => {
        authorize();
        mongod.host = members[0]!.host;
        mongod.calls.push("initiate");
      }),
    },
  };
}

/** One run of the startup probe: "started", or what it failed with. */
async function probe(mongod: Mongod, environment: Partial<typeof env> = env): Promise<string> {
  try {
    await runInNewContext(script, { ...shellOf(mongod), process: { env: environment } });
    return "started";
  } catch (thrown) {
    return (thrown as Error).message;
  }
}

const empty = (): Mongod => ({ isPrimary: false, users: {}, calls: [] });
const root = { user: "root", pwd: env.MONGODB_ROOT_PASSWORD };

describe("the startup probe makes an empty mongod a replica set with two users", () => {
  test("in as many probes as it takes", async () => {
    const mongod = empty();
    expect(await probe(mongod)).toBe("not primary yet; the next probe looks again");
    expect(mongod.host).toBe(HOST);
    mongod.isPrimary = true;
    expect(await probe(mongod)).toBe("started");
    expect(mongod.calls).toEqual(["initiate", "createUser admin.root", "createUser rocketchat.rocketchat"]);
  });

  test.each([
    ["after it was initiated", {}],
    ["after the root user was made", { "admin.root": root }],
  ])("also when it was killed %s", async (_, users) => {
    const mongod: Mongod = { ...empty(), host: HOST, isPrimary: true, users: { ...users } };
    expect(await probe(mongod)).toBe("started");
    expect(Object.keys(mongod.users).sort()).toEqual(["admin.root", "rocketchat.rocketchat"]);
    expect(mongod.calls).not.toContain("initiate");
  });
});

test("a restarted one stays unchanged, except for a changed password of Rocket.Chat's user", async () => {
  const chat = { user: "rocketchat", pwd: "old" };
  const users = { "admin.root": root, "rocketchat.rocketchat": chat };
  const mongod: Mongod = { ...empty(), host: HOST, isPrimary: true, users };
  expect(await probe(mongod)).toBe("started");
  expect(mongod.calls).toEqual([]);
  expect(mongod.users["rocketchat.rocketchat"]?.pwd).toBe(env.MONGODB_ROCKETCHAT_PASSWORD);
});

test("a root password that differs from the data's is reported, and nothing is changed", async () => {
  const users = { "admin.root": { user: "root", pwd: "another" } };
  const mongod: Mongod = { ...empty(), host: HOST, isPrimary: true, users };
  expect(await probe(mongod)).toBe("requires authentication");
  expect(mongod.calls).toEqual([]);
});

test("a missing key of the Secret is named", async () => {
  const { MONGODB_ROOT_PASSWORD: _, ...rest } = env;
  const mongod: Mongod = { ...empty(), host: HOST, isPrimary: true };
  expect(await probe(mongod, rest)).toContain("MONGODB_ROOT_PASSWORD is not set");
});
