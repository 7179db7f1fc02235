import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, onTestFinished } from "vitest";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

/** Where this machine has a Chromium. */
const CHROMIUM = process.env["CHROMIUM"] ?? PATHS.find((path) => existsSync(path));

/** In CI a missing browser is a failure, elsewhere a skip that is named. */
export const withoutBrowser = CHROMIUM === undefined && process.env["CI"] === undefined;

/** Background services of the browser itself would look for hosts on the internet. */
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starting one takes a second of both cores; a separate profile for each test costs nothing. */
let ofThisFile: Promise<Browser> | undefined;
afterAll(async () => (await ofThisFile)?.close());

function browserOfThisFile(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error("No Chromium on this machine. Debian: apt-get install chromium.");
  ofThisFile ??= chromium.launch({ executablePath: CHROMIUM, args: QUIET });
  return ofThisFile;
}

/** A page of a fresh profile, with the URL of every request it made and every error it reported. */
export async function openPage(url: string, options: { width?: number; height?: number; dark?: boolean } = {}) {
  const browser = await browserOfThisFile();
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: options.dark ? "dark" : "light",
  });
  onTestFinished(() => page.context().close());
  const requests: string[] = [];
  const errors: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(url);
  return { page, requests, errors, foreign: () => foreignOf(requests, url) };
}

/** Requests that went to another host than the page's. */
function foreignOf(requests: string[], url: string): string[] {
  const { host } = new URL(url);
  return requests.filter((request) => !request.startsWith("data:") && new URL(request).host !== host);
}

/** Saves a picture of the page when SCREENSHOTS names a directory. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const directory = process.env["SCREENSHOTS"];
  if (directory) await page.screenshot({ path: `${directory}/${name}.png` });
}
