import { expect, test } from "vitest";
import { read, section } from "./document.ts";

const GUIDE = read("docs/installing.md");

/** What starts the service for good in each way of installing it. */
const WAYS = [
  ["## Docker", "docker run --detach"],
  ["## Compose", "docker compose up"],
  ["## systemd", "systemctl enable --now"],
  ["## Kubernetes", "kubectl apply -k"],
];

test.each(WAYS)("%s runs doctor before anything is started", (heading, start) => {
  const text = section(GUIDE, heading);
  expect(text).toContain(start);
  expect(text.slice(0, text.indexOf(start))).toMatch(/\bdoctor\b/);
});
