const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const inFull = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

const dayOf = (date) => date.toDateString();

/** The day on which the times on the page were written. */
let today = dayOf(new Date());

/** A `<time>` for an RFC 3339 text: the clock today, else the day too; in full as a tooltip. */
export function timeElement(text) {
  const date = new Date(text);
  const made = document.createElement("time");
  made.dateTime = text;
  made.title = `${inFull.format(date)} (${text})`;
  made.textContent = shortOf(date);
  return made;
}

function shortOf(date) {
  return (dayOf(date) === dayOf(new Date()) ? clock : dayAndClock).format(date);
}

const ago = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** A `<time>`, and how long ago that was. */
export function timeAndDistance(text) {
  const distance = document.createElement("span");
  distance.dataset.since = text;
  distance.textContent = distanceOf(text);
  return [timeElement(text), " ", distance];
}

/** Call it regularly: distances grow, and after midnight the clock alone would mean today. */
export function refreshTimes() {
  for (const distance of document.querySelectorAll("[data-since]")) {
    distance.textContent = distanceOf(distance.dataset.since);
  }
  if (today === dayOf(new Date())) return;
  today = dayOf(new Date());
  for (const time of document.querySelectorAll("time")) time.textContent = shortOf(new Date(time.dateTime));
}

function distanceOf(text) {
  const seconds = (new Date(text).getTime() - Date.now()) / 1_000;
  const [unit, length] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? UNITS.at(-1);
  return `(${ago.format(Math.trunc(seconds / length), unit)})`;
}

/** The zone that times are shown in, as `Europe/Berlin (UTC+1)`. */
export function timeZone() {
  const options = { timeZoneName: "short" };
  const { value } = new Intl.DateTimeFormat("en-GB", options)
    .formatToParts()
    .find(({ type }) => type === "timeZoneName");
  const { timeZone: name } = new Intl.DateTimeFormat().resolvedOptions();
  return name === value ? name : `${name} (${value})`;
}

/** RFC 3339 → the value of a `datetime-local` input, in this browser's time zone. */
export function toLocalInput(text) {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return "";
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The value of a `datetime-local` input → RFC 3339. */
export function fromLocalInput(value) {
  return value === "" ? "" : new Date(value).toISOString();
}
