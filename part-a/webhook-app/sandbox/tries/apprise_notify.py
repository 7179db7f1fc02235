"""apprise: logs in with a form, posts to a room's id (it takes no usernames in this mode) and logs out."""
from os import environ
from apprise import Apprise

notifier = Apprise()
host = environ["ROCKETCHAT_URL"].removeprefix("http://")
notifier.add(f"rocket://admin:{environ['ADMIN_PASSWORD']}@{host}/{environ['ADMIN_ROOM']}")
if not notifier.notify(body=environ["TEXT"]):
    raise SystemExit("apprise could not notify")
