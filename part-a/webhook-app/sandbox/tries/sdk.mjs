/** The REST half of @rocket.chat/sdk; the other half uses DDP over a WebSocket, which the sandbox does not support. */
import rocketChat from "@rocket.chat/sdk/lib/api/RocketChat.js";

const { ROCKETCHAT_URL, ADMIN_PASSWORD, TEXT } = process.env;
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const api = new rocketChat.default({ host: ROCKETCHAT_URL, logger: quiet });
await api.login({ username: "admin", password: ADMIN_PASSWORD });
const { room } = await api.post("im.create", { username: "jane" });
await api.post("chat.sendMessage", { message: { rid: room.rid, msg: TEXT } });
