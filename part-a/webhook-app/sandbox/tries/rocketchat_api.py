"""rocketchat_API: opens the room, then sends to it by both calls that it has, and to a username."""
from os import environ
from rocketchat_API.rocketchat import RocketChat

client = RocketChat(
    user_id=environ["BOT_USER_ID"], auth_token=environ["BOT_TOKEN"], server_url=environ["ROCKETCHAT_URL"]
)
room = client.dm_create("jane")["room"]["_id"]
client.chat_post_message(environ["TEXT"], room_id=room)
client.chat_post_message(environ["TEXT"], channel="@jane")
client.chat_send_message({"rid": room, "msg": environ["TEXT"]})
