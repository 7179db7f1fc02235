const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const shortDate = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const longDate = new Intl.DateTimeFormat(undefined, {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

/** Whether two times (epoch ms) are on the same local day. */
export function isSameDay(a, b) {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** Hours and minutes if today, otherwise the day. */
export function briefly(ts) {
  return (isSameDay(ts, Date.now()) ? clock : shortDate).format(ts);
}

/** Hours and minutes. */
export function timeOfDay(ts) {
  return clock.format(ts);
}

/** "Today", or the date in full. */
export function dayName(ts) {
  return isSameDay(ts, Date.now()) ? "Today" : longDate.format(ts);
}

/** Date and time in full, for a tooltip. */
export function inFull(ts) {
  return moment.format(ts);
}
