import { ask, hasToken, keepToken } from "./api.js";
import { createJournalList } from "./journal-list.js";
import { createPolicyTester } from "./policy-tester.js";
import { offerReasons } from "./reason-options.js";
import { bindForm, isAboutMessages, readSearch } from "./search.js";
import { retryForm } from "./retry-form.js";
import { HAS_ADMIN_TOKEN } from "./service.js";
import { showFigures, showTrouble } from "./status-banner.js";
import { refreshTimes, timeZone } from "./times.js";
import { webhookDetail } from "./webhook-detail.js";

/** How often the page polls: changes show within 3 s. */
const LOOK_MS = 2_000;

const byId = (id) => document.getElementById(id);

const tester = createPolicyTester(byId("tester"));
const journal = createJournalList({
  list: byId("webhooks"),
  newer: byId("newer"),
  more: byId("more"),
  note: byId("note"),
  loadDetail: (webhook, redraw) => webhookDetail(webhook, { redraw, test: (one) => tester.open(one) }),
});
let isSearching = false;

function showStatus(status) {
  showTrouble(byId("trouble"), status);
  showFigures(byId("figures"), status);
}

async function look() {
  showStatus(await ask("status"));
  if (!isSearching) await journal.look();
}

async function follow() {
  if (hasToken() && !document.hidden) await attempt(look);
  refreshTimes();
  setTimeout(follow, LOOK_MS);
}

/** Shows why a request failed, and asks for the token again if it was rejected. */
async function attempt(work) {
  try {
    await work();
    connection("Live", true);
  } catch (error) {
    if (error.name === "AbortError") return;
    if (error.status === 401) return signOut(error.message);
    connection(error.message, false);
  }
}

function connection(text, isLive) {
  const shown = byId("connection");
  if (shown.textContent !== text) shown.textContent = text;
  shown.dataset.live = String(isLive);
}

async function onSearch(search) {
  if (!hasToken()) return;
  byId("retry-all").replaceChildren(...(canRetryAll(search) ? [bulkRetry(search)] : []));
  isSearching = true;
  await attempt(() => journal.show(search));
  isSearching = false;
}

/** The search must not have filters that the bulk retry lacks: it would send messages that are not shown. */
function canRetryAll({ outcome, reason, ref, sha, webhook }) {
  return (outcome === "buried" || (!outcome && isAboutMessages({ reason }))) && !ref && !sha && !webhook;
}

function bulkRetry({ person, project, reason, since, until }) {
  const asked = { reason, person, project, since, until };
  const filter = Object.fromEntries(Object.entries(asked).filter(([, value]) => value));
  const onDone = () => void attempt(journal.look);
  return retryForm({ path: "notifications/retry", name: "Send all of these again", filter, onDone });
}

function signOut(detail) {
  keepToken(null);
  byId("main").hidden = true;
  byId("sign-in").hidden = false;
  byId("sign-out").hidden = true;
  byId("refusal").textContent = detail;
  connection("", false);
}

function signedIn() {
  byId("sign-in").hidden = true;
  byId("main").hidden = false;
  byId("sign-out").hidden = false;
}

async function signIn() {
  const input = byId("token");
  keepToken(input.value.trim());
  showStatus(await ask("status"));
  input.value = "";
  byId("refusal").textContent = "";
  signedIn();
  void onSearch(readSearch());
}

byId("sign-in").addEventListener("submit", (event) => {
  event.preventDefault();
  void attempt(signIn);
});
byId("sign-out").addEventListener("click", () => signOut(""));
byId("open-tester").addEventListener("click", () => tester.open());
offerReasons(byId("reason"));
byId("zone").textContent = `Times are in ${timeZone()}, the time zone of this browser.`;
byId("closed").hidden = HAS_ADMIN_TOKEN;
byId("sign-in").hidden = !HAS_ADMIN_TOKEN;
if (hasToken()) signedIn();
bindForm(byId("search"), (search) => void onSearch(search));
await follow();
