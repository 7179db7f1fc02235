import { Agent, createServer, request } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { announce } from "./announce.ts";

/**
 * The minimum that a durable relay in Node can do for a push: one synced insert, the answer, one request to the chat.
 * It does not authenticate, validate, compose, retry or count.
 */
const { DATABASE = "", CHAT = "" } = process.env;
const db = new DatabaseSync(DATABASE);
db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE push (id INTEGER PRIMARY KEY, body TEXT)");
const insert = db.prepare("INSERT INTO push (body) VALUES (?)");
const agent = new Agent({ keepAlive: true });
const options = { agent, method: "POST", headers: { "content-type": "application/json" } };

const server = createServer((incoming, response) => {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => {
    const { lastInsertRowid } = insert.run(Buffer.concat(chunks).toString());
    response.writeHead(202, { "content-type": "application/json" }).end('{"status":"accepted"}');
    const message = { message: { _id: String(lastInsertRowid), rid: "room", msg: "A push" } };
    request(`${CHAT}/api/v1/chat.sendMessage`, options, (answer) => void answer.resume()).end(JSON.stringify(message));
  });
});

announce(server);
