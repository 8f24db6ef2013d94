import { LRUCache } from "lru-cache";
import { makeContext } from "@/lib/core/http/context";
import { addressKey } from "@/lib/kit/address";
import { db } from "@/lib/kit/db";
import { log } from "@/lib/kit/log";
import { remember } from "@/lib/kit/remember";
import { newId } from "@/lib/shared/ids";
import { announceBlocks, isBlocked } from "./blocks";
import { contains, formatRange, rangeOfAddress } from "./range";
import type { BlockLevel } from "./schemas";
import { adminAddresses, countAutomatic, insertBlock } from "./store";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

type Burst = { count: number; windowMs: number; level: BlockLevel; minutes: number; reason: string };

/** What makes an address blocked by itself: so many in such a time, for the first time so long. */
const BURSTS = {
  refusals: { count: 60, windowMs: 5 * MINUTE, level: "writes", minutes: 15, reason: "a burst of refused requests" },
  failedSignIns: {
    count: 30,
    windowMs: 10 * MINUTE,
    level: "sign_in",
    minutes: 30,
    reason: "a burst of failed sign-ins",
  },
} as const satisfies Record<string, Burst>;

/** Every further block of one address within a day lasts twice as long, a day at most. */
const LONGEST_MINUTES = 24 * 60;
/** Addresses counted at once. */
const ADDRESSES_MAX = 20_000;

const newCounts = () => new LRUCache<string, { count: number; since: number }>({ max: ADDRESSES_MAX });
const counts = () =>
  remember("bursts", () => ({
    refusals: newCounts(),
    failedSignIns: newCounts(),
  }));

/** Notes a refused request of `address`; a burst of them blocks it for a while. */
export const noteRefusal = (address: string): void => note("refusals", address);

/** Notes a failed sign-in from `address`; a burst of them blocks it for a while. */
export const noteFailedSignIn = (address: string): void => note("failedSignIns", address);

function note(kind: keyof typeof BURSTS, address: string): void {
  const burst = BURSTS[kind];
  const key = addressKey(address);
  const known = counts()[kind].get(key);
  const now = Date.now();
  const counted = known && known.since > now - burst.windowMs ? known : { count: 0, since: now };
  counted.count++;
  counts()[kind].set(key, counted);
  if (counted.count < burst.count) return;
  counts()[kind].delete(key);
  block(address, burst).catch((error: unknown) =>
    log().warn({ err: error, address }, "an address could not be blocked"),
  );
}

/** Never an address from which an admin is signed in: whoever must lift a block has to be able to. */
async function block(address: string, { level, minutes, reason }: Burst): Promise<void> {
  const range = rangeOfAddress(address);
  if (!range || isBlocked(address, level)) return;
  if ((await adminAddresses()).some((used) => contains(range, used))) return;
  const text = formatRange(range);
  const before = await countAutomatic(text, new Date(Date.now() - DAY));
  const lasts = Math.min(LONGEST_MINUTES, minutes * 2 ** before);
  const expiresAt = new Date(Date.now() + lasts * MINUTE);
  const row = { id: newId(), range: text, level, reason, automatic: true, expiresAt };
  const ctx = makeContext({ kind: "system", name: "addressBlocks.escalate" }, { address });
  await db().$transaction((tx) => insertBlock(tx, ctx, row));
  log().warn({ event: "address_blocked", range: text, level, reason, minutes: lasts }, "address blocked");
  await announceBlocks();
}
