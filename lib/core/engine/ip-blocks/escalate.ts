import { makeContext } from "@/lib/core/context";
import { contains, formatRange, ipKey, rangeOfIp } from "@/lib/kit/ip";
import { createLimiter, type Limiter } from "@/lib/kit/limiter/limiter";
import { log } from "@/lib/kit/log";
import { remember } from "@/lib/kit/remember";
import { transact } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { isBlocked, publishBlocks } from "./blocks";
import type { BlockLevel } from "./schemas";
import { adminIps, countAutomatic, insertBlock } from "./store";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

type Burst = { count: number; windowMs: number; level: BlockLevel; minutes: number; reason: string };

/**
 * What makes an IP blocked by itself: so many in such a time, for the first time so long. The default limits let ten
 * sign-ins of an IP pass in five minutes, five of them for one account: fifteen that fail in ten take someone who
 * goes through several accounts, and more than one member of a class who forgot a password.
 */
const BURSTS = {
  refusals: { count: 60, windowMs: 5 * MINUTE, level: "writes", minutes: 15, reason: "a burst of refused requests" },
  failedSignIns: {
    count: 15,
    windowMs: 10 * MINUTE,
    level: "sign_in",
    minutes: 30,
    reason: "a burst of failed sign-ins",
  },
} as const satisfies Record<string, Burst>;

type Kind = keyof typeof BURSTS;

/** Every further block of one IP within a day lasts twice as long, a day at most. */
const LONGEST_MINUTES = 24 * 60;

/** A burst is what no longer fits a limit, so it is counted as limits are: over all processes, in the same store. */
const limiterOf = (kind: Kind): Limiter =>
  remember(`burst:${kind}`, () => {
    const { count, windowMs } = BURSTS[kind];
    return createLimiter({ name: `burst-${kind}`, limit: count - 1, windowMs, onStoreDown: "local" });
  });

/** Notes a refused request of a visitor at `ip`; a burst of them blocks it for a while. */
export const noteRefusal = (ip: string): void => note("refusals", ip);

/** Notes a failed sign-in from `ip`; a burst of them blocks it for a while. */
export const noteFailedSignIn = (ip: string): void => note("failedSignIns", ip);

function note(kind: Kind, ip: string): void {
  if (ip === "" || isBlocked(ip, BURSTS[kind].level)) return;
  count(kind, ip).catch((error: unknown) => log().warn({ err: error, ip }, "an IP could not be blocked"));
}

/** IPs that are being blocked: the rest of a burst must not ask the database again and again. */
const underWay = () => remember("bursts-under-way", () => new Set<string>());

async function count(kind: Kind, ip: string): Promise<void> {
  const limiter = limiterOf(kind);
  const key = ipKey(ip);
  const id = `${kind}:${key}`;
  if ((await limiter.consume(key)).allowed || underWay().has(id)) return;
  underWay().add(id);
  try {
    await block(ip, BURSTS[kind]);
    await limiter.reset(key);
  } finally {
    underWay().delete(id);
  }
}

/** Never an IP from which an admin is signed in: whoever must lift a block has to be able to. */
async function block(ip: string, { level, minutes, reason }: Burst): Promise<void> {
  const range = rangeOfIp(ip);
  if (!range || (await adminIps()).some((used) => contains(range, used))) return;
  const text = formatRange(range);
  const ctx = makeContext({ kind: "system", name: "ipBlocks.escalate" }, { ip });
  const row = await transact(async (tx, afterCommit) => {
    const before = await countAutomatic(tx, text, level, new Date(Date.now() - DAY));
    if (before === undefined) return undefined;
    publishBlocks(afterCommit);
    const lasts = Math.min(LONGEST_MINUTES, minutes * 2 ** before);
    const expiresAt = new Date(Date.now() + lasts * MINUTE);
    return insertBlock(tx, ctx, { id: newId(), range: text, level, reason, automatic: true, expiresAt });
  });
  if (!row) return;
  log().warn({ event: "ip_blocked", range: text, level, reason, until: row.expiresAt }, "IP blocked");
}
