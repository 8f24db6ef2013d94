import robotsParser from "robots-parser";
import { isFetchError } from "@/lib/kit/safe-fetch/fetch-error";
import { safeFetch } from "@/lib/kit/safe-fetch/safe-fetch";
import type { Host } from "./host-store";

/** How long a robots.txt is believed (RFC 9309 asks for at most a day), and how much of it is read (the same: at least 500 KiB). */
const BELIEVED_MS = 24 * 3_600_000;
const ROBOTS_MAX = 512_000;
/** The name that a robots.txt may speak to. */
const AGENT = "Throng";
/** What stands for a server that fails: RFC 9309 takes everything for forbidden then. */
const ALL_FORBIDDEN = "User-agent: *\nDisallow: /";

/** Whether a host's robots.txt must be read before the host is visited. */
export const robotsAreOld = ({ robotsAt }: Host, now: Date): boolean =>
  robotsAt === null || now.getTime() - robotsAt.getTime() > BELIEVED_MS;

/** A host's robots.txt; null where it has none. A server that fails forbids everything for now. */
export async function readRobots(url: string, signal?: AbortSignal): Promise<string | null> {
  try {
    const { status, body } = await safeFetch(new URL("/robots.txt", url).href, { maxBytes: ROBOTS_MAX, signal });
    if (status >= 500) return ALL_FORBIDDEN;
    return status === 200 ? body.toString("utf8").replaceAll("\0", "") : null;
  } catch (error) {
    if (!isFetchError(error)) throw error;
    // What cannot be reached says so by itself when it is visited.
    return null;
  }
}

/** Whether a robots.txt lets Throng look at a URL, and how long it asks to wait between visits, in milliseconds. */
export function asRobotsSay(robots: string | null, url: string): { isAllowed: boolean; delayMs: number } {
  if (robots === null) return { isAllowed: true, delayMs: 0 };
  const rules = robotsParser(new URL("/robots.txt", url).href, robots);
  return {
    isAllowed: rules.isAllowed(url, AGENT) ?? true,
    delayMs: Math.min(rules.getCrawlDelay(AGENT) ?? 0, 60) * 1_000,
  };
}
