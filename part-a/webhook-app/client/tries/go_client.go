package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"

	"example.com/try/generated"
)

func header(name, value string) generated.ClientOption {
	return generated.WithRequestEditorFn(func(_ context.Context, request *http.Request) error {
		request.Header.Set(name, value)
		return nil
	})
}

func pointer[T any](value T) *T { return &value }

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	ctx := context.Background()
	base := os.Getenv("BASE_URL")
	gitlab := must(generated.NewClientWithResponses(base, header("X-Gitlab-Token", os.Getenv("GITLAB_TOKEN"))))
	admin := must(generated.NewClientWithResponses(base, header("Authorization", "Bearer "+os.Getenv("ADMIN_TOKEN"))))

	sha := strings.Repeat("d", 40)
	var id generated.GitLabId
	var event generated.GitLabEvent
	if err := id.FromGitLabId0(15); err != nil {
		panic(err)
	}
	if err := event.FromPushEvent(generated.PushEvent{
		ObjectKind: generated.PushEventObjectKindPush, Ref: "refs/heads/main",
		Before: strings.Repeat("1", 40), After: sha, ProjectId: &id,
	}); err != nil {
		panic(err)
	}
	received := must(gitlab.ReceiveWebhookWithResponse(ctx, &generated.ReceiveWebhookParams{Prefer: pointer("wait=9")}, event))
	if _, err := received.JSON200.AsSettled(); err != nil {
		panic(string(received.Body))
	}
	page := must(admin.ListNotificationsWithResponse(ctx, &generated.ListNotificationsParams{
		State: pointer(generated.Buried), Reason: pointer(generated.DeliveryReasonUnknownUser),
		Sha: &sha, Limit: pointer(10),
	}))
	if page.JSON200 == nil {
		panic(string(page.Body))
	}
	buried := page.JSON200.Items[0]
	retried := must(admin.RetryNotificationWithResponse(ctx, buried.Id, generated.Retry{Recipient: pointer("jane")}))
	if retried.JSON202 == nil {
		panic(string(retried.Body))
	}
	fmt.Printf("%s %s, retried: %s for %s\n", buried.State, *buried.Reason, retried.JSON202.State, retried.JSON202.Recipient)
}
