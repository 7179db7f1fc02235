import type { Push } from "../../testing/gitlab-push.ts";
import { GITLAB_HEADERS, type Service } from "../support/start-service.ts";

/** Posts one push as GitLab does. */
export function postPush(service: Pick<Service, "client">, { key, body }: Push, headers: Record<string, string> = {}) {
  return service.client.POST("/webhooks/gitlab", {
    params: { header: { "Idempotency-Key": key } },
    headers: { ...GITLAB_HEADERS, ...headers },
    body: body as never,
  });
}

/**
 * Posts pushes one after the other, each when the one before is answered, until one gets no answer: its service died.
 *
 * @param acknowledged gets the SHA of each push answered 2xx, as soon as it is
 * @returns those without an answer: the one under way and those after it
 */
export async function postUntilDeath(
  service: Pick<Service, "client">,
  pushes: readonly Push[],
  acknowledged: string[],
  onAcknowledged: (count: number) => void = () => {},
): Promise<Push[]> {
  for (const [index, push] of pushes.entries()) {
    const answer = await postPush(service, push).catch(() => undefined);
    if (answer === undefined) return pushes.slice(index);
    if (!answer.response.ok) throw new Error(`${push.key} was answered ${answer.response.status}.`);
    acknowledged.push(push.sha);
    onAcknowledged(acknowledged.length);
  }
  return [];
}
