import { ask } from "./api.js";
import { field } from "./controls.js";
import { element } from "./parts/element.js";

/**
 * A form that retries one buried message, or all that a filter finds; for somebody else if a name is given.
 *
 * @param {{path: string, name: string, filter?: object, onDone: () => void}} options
 */
export function retryForm({ path, name, filter, onDone }) {
  const recipient = element("input", { name: "recipient", autocomplete: "off", placeholder: "as the policy says" });
  const said = element("p", { class: "said", role: "status" });
  const form = element(
    "form",
    { class: "retry" },
    field("To (Rocket.Chat username)", recipient),
    element("button", { class: "button" }, name),
    said,
  );
  async function send() {
    const to = recipient.value.trim();
    try {
      const answer = await ask(path, {
        body: JSON.stringify({ ...(filter && { filter }), ...(to && { recipient: to }) }),
      });
      said.textContent = "retried" in answer ? `${answer.retried} will be sent again.` : "It will be sent again.";
      document.activeElement?.blur();
      onDone();
    } catch (error) {
      said.textContent = error.message;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send();
  });
  return form;
}
