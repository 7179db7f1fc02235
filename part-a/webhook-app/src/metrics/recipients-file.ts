import { Gauge, type Registry } from "@prometheus-io/client";

/** Whether the current recipients file is in force. */
export function recipientsFileMetrics(registers: Registry[]) {
  const valid = new Gauge({
    name: "recipients_file_valid",
    help: "0 while the recipients file has mistakes or cannot be read, so that its last valid version stays in force, else 1",
    registers,
  });
  valid.set(1);
  return { observeRecipientsFile: (isValid: boolean) => valid.set(isValid ? 1 : 0) };
}
