import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Those without a window first: they take half the work of a whole browser. */
const SHELLS = ["chromium-headless-shell", "chrome-headless-shell"];
const NAMES = [...SHELLS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const PLACES = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

/** Whether the system has a Chromium that was made for tests. */
export const hasHeadlessShell = (): boolean =>
  SHELLS.some((name) => folders().some((folder) => existsSync(join(folder, name))));

/** The Chromium or Chrome installed on this system; undefined when there is none. */
export function systemChromium(): string | undefined {
  return [...NAMES.flatMap((name) => folders().map((folder) => join(folder, name))), ...PLACES].find(existsSync);
}

const folders = (): string[] => (process.env.PATH ?? "").split(delimiter);
