/** How many messages of each person have been read, kept in this browser until the inbox is emptied. */
const KEY = "inbox-read";

/** @param {string} epoch changes when the inbox is emptied; marks of another epoch do not count */
export function createReadMarks(epoch) {
  const stored = read();
  const marks = stored?.epoch === epoch ? stored.marks : {};
  return {
    unread: (person) => Math.max(0, person.count - (marks[person.username] ?? 0)),
    markRead(person) {
      marks[person.username] = person.count;
      write({ epoch, marks });
    },
  };
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

function write(value) {
  try {
    localStorage.setItem(KEY, JSON.stringify(value));
  } catch {
    // Storage may be disabled; then the marks last as long as the page.
  }
}
