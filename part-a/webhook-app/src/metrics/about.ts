import { Gauge, type Registry } from "@prometheus-io/client";

/** What runs: beside other series it tells which of them an upgrade has changed. */
export function aboutMetrics(registers: Registry[]) {
  const info = new Gauge({
    name: "webhook_app_info",
    help: "Always 1; the labels show the version and the store",
    labelNames: ["version", "store"] as const,
    registers,
  });
  return { observeAbout: ({ version, store }: { version: string; store: string }) => info.set({ version, store }, 1) };
}
