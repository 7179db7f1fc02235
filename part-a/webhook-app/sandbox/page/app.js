import { createFaultDrawer } from "./fault-drawer.js";
import { showPeople } from "./people-list.js";
import { createReadMarks } from "./read-marks.js";
import { clearMessages, followEvents, loadFaults, loadInbox, loadThread, setActive, setFaults } from "./server.js";
import { createThreadView } from "./thread-view.js";
import { showTrouble } from "./trouble-banner.js";

const byId = (id) => document.getElementById(id);

let people = [];
let marks = createReadMarks("");
const thread = createThreadView(byId("thread"), { loadThread, setActive });
const drawer = createFaultDrawer({
  drawer: byId("faults"),
  opener: byId("open-faults"),
  loadFaults,
  setFaults,
  clearMessages,
});

const isWide = matchMedia("(min-width: 44rem)");
const chosen = () => people.find(({ username }) => username === decodeURIComponent(location.hash.slice(1)));

/** Shown on a wide screen before a choice: whoever had the latest message when the page was loaded. */
let suggested = "";

function selected() {
  return chosen() ?? (isWide.matches ? people.find(({ username }) => username === suggested) : undefined);
}

function drawPeople() {
  const person = selected();
  if (person && !document.hidden) marks.markRead(person);
  showPeople(byId("people"), people, person?.username, marks.unread);
  thread.update(person);
  const unread = people.reduce((sum, one) => sum + marks.unread(one), 0);
  document.title = `${unread > 0 ? `(${unread}) ` : ""}Inbox · Rocket.Chat sandbox`;
}

function select() {
  document.body.dataset.pane = chosen() ? "thread" : "people";
  void thread.show(selected());
  drawPeople();
}

function onMessage(message) {
  const person = people.find(({ username }) => username === message.recipient);
  if (!person || message.n <= person.count) return;
  person.count = message.n;
  person.last = { ts: message.ts, preview: message.preview };
  thread.add(message);
  drawPeople();
}

function onPeople(changed) {
  people = changed;
  drawer.offer(people);
  drawPeople();
}

function onFaults(faults) {
  drawer.show(faults);
  showTrouble(byId("trouble"), faults, () => void setFaults([]));
}

function onConnection(isLive) {
  byId("connection").textContent = isLive ? "Live" : "Reconnecting";
  byId("connection").dataset.live = String(isLive);
}

/** Loads everything and follows the events after it; starts over when the server says so. */
async function start() {
  const inbox = await loadInbox();
  people = inbox.people;
  marks = createReadMarks(inbox.epoch);
  suggested = people.toSorted((a, b) => (b.last?.ts ?? 0) - (a.last?.ts ?? 0))[0]?.username ?? "";
  byId("server").textContent = `a stand-in Rocket.Chat ${inbox.version}`;
  drawer.offer(people);
  onFaults(inbox.faults);
  select();
  followEvents(
    inbox.cursor,
    { message: onMessage, people: onPeople, faults: onFaults, reset: () => void start() },
    onConnection,
  );
}

addEventListener("hashchange", select);
isWide.addEventListener("change", select);
document.addEventListener("visibilitychange", drawPeople);
await start();
