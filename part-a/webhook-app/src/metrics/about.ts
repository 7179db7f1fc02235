import { Gauge, type Registry } from "@prometheus-io/client";

/** What runs: shows next to other series what an upgrade changed. */
export function aboutMetrics(registers: Registry[]) {
  const info = new Gauge({
    name: "webhook_app_info",
    help: "Always 1; the labels show the version and the store",
    labelNames: ["version", "store"] as const,
    registers,
  });
  return { observeAbout: ({ version, store }: { version: string; store: string }) => info.set({ version, store }, 1) };
}
