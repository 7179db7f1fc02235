/**
 * A text as it is compared: the same characters may be written in several ways in Unicode (macOS writes an umlaut as two),
 * and where the case does not count it is lower.
 */
export function comparable(text: string, { ignoreCase }: { ignoreCase: boolean }): string {
  return (ignoreCase ? text.toLowerCase() : text).normalize("NFC");
}

/** A username or an e-mail address as it is compared. */
export function comparableName(name: string): string {
  return comparable(name, { ignoreCase: true });
}
