/** @rocket.chat/api-client, which Rocket.Chat's own web client uses. */
import client from "@rocket.chat/api-client";

const { ROCKETCHAT_URL, BOT_USER_ID, BOT_TOKEN, TEXT } = process.env;
const credentials = { "X-User-Id": BOT_USER_ID, "X-Auth-Token": BOT_TOKEN };
const rest = new client.RestClient({ baseUrl: ROCKETCHAT_URL, credentials });
const { room } = await rest.post("/v1/im.create", { username: "jane" });
await rest.post("/v1/chat.sendMessage", { message: { rid: room.rid, msg: TEXT } });
