import { setTimeout as delay } from "node:timers/promises";
import { hotQuery } from "@/lib/kit/db";
import { fail, invalid } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { fetchSource, type SourceAnswer } from "./fetch-source";
import { claimHost, freeAt, type Host, releaseHost, storeRobots } from "./host-store";
import { asRobotsSay, readRobots, robotsAreOld } from "./robots";
import { hostOf } from "./source-url";
import { knowSource } from "./watch-store";
import { failureWords } from "./words";

/** How long a member waits for their turn at a host, how often it is looked for, and how long the visit may take. */
const PATIENCE_MS = 8_000;
const LOOK_MS = 250;
const VISIT_SECONDS = 30;
const GAP_MS = 2_000;

type Document = Extract<SourceAnswer, { kind: "document" }>;

/**
 * A document that a member asks for at this moment, as polite as any run: one visit of a host at a time, with a gap.
 * @throws invalid_input on `url` with what keeps it away, unavailable when the host is busy for too long
 */
export async function askHost(url: string): Promise<Document> {
  const host = hostOf(url);
  await knowSource(hotQuery, { host, url });
  const visitor = `member:${newId()}`;
  const claimed = await waitForTurn(host, visitor);
  let failures = claimed.failures;
  let waitMs = GAP_MS;
  try {
    const robots = robotsAreOld(claimed, new Date()) ? await renewRobots(claimed, url) : claimed.robots;
    const { isAllowed, delayMs } = asRobotsSay(robots, url);
    waitMs = Math.max(waitMs, delayMs);
    if (!isAllowed) return refuse("robots");
    const answer = await fetchSource(url);
    if (answer.kind === "failed") {
      waitMs = Math.max(waitMs, answer.waitMs ?? 0);
      return refuse(answer.failure);
    }
    failures = 0;
    return answer.kind === "document" ? answer : refuse("odd_status");
  } finally {
    await releaseHost(host, visitor, { waitMs, failures });
  }
}

export const refuse = (failure: string): never => invalid("url", lowerFirst(failureWords(failure)));

const lowerFirst = (sentence: string): string =>
  sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, "");

async function renewRobots({ host }: Host, url: string): Promise<string | null> {
  const robots = await readRobots(url);
  await storeRobots(host, robots);
  await delay(GAP_MS);
  return robots;
}

async function waitForTurn(host: string, visitor: string): Promise<Host> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const claimed = await claimHost(host, visitor, VISIT_SECONDS);
    if (claimed) return claimed;
    if (Date.now() > until) {
      const free = await freeAt(host);
      const retryAfter = Math.max(1, Math.ceil(((free?.getTime() ?? 0) - Date.now()) / 1000));
      return fail("unavailable", "Others are visiting this site. Try again in a moment.", { retryAfter });
    }
    await delay(LOOK_MS);
  }
}
