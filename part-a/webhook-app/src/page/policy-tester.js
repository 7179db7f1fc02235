import { ask } from "./api.js";
import { element } from "./parts/element.js";
import { inWords } from "./reasons-in-words.js";

/** The dialog that shows whom the current policy would notify of a payload; nothing is stored or sent. */
export function createPolicyTester(dialog) {
  const form = dialog.querySelector("form");
  const payload = form.elements.namedItem("payload");
  const answer = dialog.querySelector("output");
  const madeUp = dialog.querySelector("[data-made-up]");

  async function explain() {
    try {
      JSON.parse(payload.value);
    } catch (error) {
      return answer.replaceChildren(element("p", { class: "refusal" }, `This is not JSON: ${error.message}`));
    }
    try {
      answer.replaceChildren(...present(await ask("webhooks/gitlab/explain", { body: payload.value })));
    } catch (error) {
      answer.replaceChildren(element("p", { class: "refusal" }, error.message));
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void explain();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());

  return {
    /** Opens it, with a payload made for a webhook of the journal, which keeps none. */
    open(webhook) {
      payload.value = JSON.stringify(webhook ? payloadOf(webhook) : EXAMPLE, null, 2);
      answer.replaceChildren();
      madeUp.hidden = !webhook;
      dialog.showModal();
      payload.focus();
      if (webhook) void explain();
    },
  };
}

function present({ decision, rule, reason, detail, recipients, skipped, duplicateOf, message }) {
  const head = decision === "notify" ? `Rule ${rule ?? "none"} notifies:` : "Nobody is notified:";
  const who = recipients.map(({ recipient, because }) =>
    element("li", {}, element("strong", {}, recipient), ` (${because})`),
  );
  const not = skipped.map(({ person, reason }) =>
    element("li", {}, element("strong", {}, person), " ", element("code", {}, reason), " ", inWords(reason)),
  );
  return [
    element("h3", {}, head),
    reason ? element("p", {}, element("code", {}, reason), " ", detail ?? "") : null,
    who.length > 0 ? element("ul", {}, ...who) : null,
    duplicateOf ? duplicate(duplicateOf) : null,
    not.length > 0 ? element("h3", {}, "Skipped:") : null,
    not.length > 0 ? element("ul", {}, ...not) : null,
    message ? element("pre", { tabindex: 0, "aria-label": "The message" }, message) : null,
  ].filter(Boolean);
}

function duplicate(webhookId) {
  const first = element("code", {}, webhookId);
  return element("p", {}, "But it would be a duplicate of webhook ", first, ": nobody is notified again.");
}

const NOTHING = "0".repeat(40);
const SOMETHING = "1".repeat(40);

/** A tag is created; a branch gets one commit, because a push without any is another kind of change to the policy. */
function payloadOf({ event, project, ref, sha, actor }) {
  const isTag = event === "tag_push";
  return {
    object_kind: event,
    ref: `refs/${isTag ? "tags" : "heads"}/${ref}`,
    before: isTag ? NOTHING : SOMETHING,
    after: sha,
    checkout_sha: sha,
    user_username: actor,
    user_name: actor,
    project_id: 1,
    project: { path_with_namespace: project, web_url: `https://gitlab.example.com/${project}`, default_branch: "main" },
    commits: isTag ? [] : [{ id: sha, title: "A commit" }],
    total_commits_count: isTag ? 0 : 1,
  };
}

const EXAMPLE = payloadOf({ event: "push", project: "group/project", ref: "main", sha: "2".repeat(40), actor: "jane" });
