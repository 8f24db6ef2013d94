import Bowser from "bowser";

export type Device = { browser: string; system: string; kind: "desktop" | "mobile" | "tablet" | "other" };

const KINDS = ["desktop", "mobile", "tablet"] as const;

/** What a User-Agent says of the device, in words for people. */
export function deviceOf(userAgent: string): Device {
  const parsed = userAgent ? Bowser.parse(userAgent) : undefined;
  return {
    browser: parsed?.browser.name || "Unknown browser",
    system: parsed?.os.name || "unknown system",
    kind: KINDS.find((kind) => kind === parsed?.platform.type) ?? "other",
  };
}

/** Whether two User-Agents look like the same device: the version may have changed, browser and system not. */
export function isSameDevice(one: string, other: string): boolean {
  const [a, b] = [deviceOf(one), deviceOf(other)];
  return a.browser === b.browser && a.system === b.system;
}
