import os

from generated import AuthenticatedClient, Client
from generated.api.notifications import list_notifications, retry_notification
from generated.api.webhooks import receive_webhook
from generated.models import (
    DeliveryReason,
    NotificationPage,
    NotificationState,
    PushEvent,
    PushEventObjectKind,
    Retry,
    Settled,
)

base_url = os.environ["BASE_URL"]
gitlab = Client(base_url=base_url, headers={"X-Gitlab-Token": os.environ["GITLAB_TOKEN"]}, timeout=15)
admin = AuthenticatedClient(base_url=base_url, token=os.environ["ADMIN_TOKEN"])

push = PushEvent(
    object_kind=PushEventObjectKind.PUSH,
    ref="refs/heads/main",
    before="1" * 40,
    after="c" * 40,
    project_id=15,
)
received = receive_webhook.sync(client=gitlab, body=push, prefer="wait=9")
assert isinstance(received, Settled), received
page = list_notifications.sync(
    client=admin, state=NotificationState.BURIED, reason=DeliveryReason.UNKNOWN_USER, sha="c" * 40, limit=10
)
assert isinstance(page, NotificationPage), page
buried = page.items[0]
# Without a body the policy would choose the recipient again.
retried = retry_notification.sync(id=buried.id, client=admin, body=Retry(recipient="jane"))
print(f"{buried.state} {buried.reason}, retried: {retried.state} for {retried.recipient}")
