const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const inFull = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

const isToday = (date) => date.toDateString() === new Date().toDateString();

/** A `<time>` for an RFC 3339 text: the clock today, else the day too; in full as a tooltip. */
export function timeElement(text) {
  const date = new Date(text);
  const made = document.createElement("time");
  made.dateTime = text;
  made.title = `${inFull.format(date)} (${text})`;
  made.textContent = (isToday(date) ? clock : dayAndClock).format(date);
  return made;
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
