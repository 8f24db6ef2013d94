import { noteLockedOut } from "@/lib/core/accounts/tell-owner";
import type { Ctx } from "@/lib/core/context";
import { audit } from "@/lib/core/engine/audit/audit";
import { type Db, db } from "@/lib/kit/db";
import { ipKey } from "@/lib/kit/ip";
import { type HotTx, transact } from "@/lib/kit/transact";

const MINUTE = 60_000;

/** One place that keeps failing on one account is locked out of that account, and nobody else is. */
const ONE_PLACE = { failures: 10, windowMs: 15 * MINUTE, lockMs: 15 * MINUTE };
/**
 * Many IPs failing on one account lock out visitors only: an IP from which the account was used lately still
 * signs in, so that nobody can lock its owner out at will (OWASP, Blocking Brute Force Attacks: device recognition).
 */
const ALL_IPS = { failures: 50, windowMs: 60 * MINUTE, lockMs: 15 * MINUTE };
/** How long an IP stays known, in milliseconds, and how many are looked at. */
const KNOWN_MS = 90 * 24 * 60 * MINUTE;
const KNOWN_MAX = 100;
/** The row that counts all IPs together. */
const EVERYWHERE = "";
const NOBODY = "00000000-0000-0000-0000-000000000000";

/** From where an account is tried: a device it was signed in to with before, which visitors cannot lock out; else an IP. */
export type Place = { key: string; isDevice: boolean };

/** The place that `ip` is, or `device` (see device-token.ts) where that is known to the account. */
export const placeOf = (ip: string, device: string | undefined): Place =>
  device === undefined ? { key: ipKey(ip), isDevice: false } : { key: `device:${device}`, isDevice: true };

/** Whether sign-ins of `account` from `place` are locked now. Does the same work whether the account exists or not. */
export async function isLockedOut(account: string, place: Place, userId = NOBODY): Promise<boolean> {
  const [locks, known] = await Promise.all([
    db().signInFailure.findMany({
      where: { account, place: { in: [place.key, EVERYWHERE] }, lockedUntil: { gt: new Date() } },
      select: { place: true },
    }),
    knownIps(userId),
  ]);
  if (locks.some((lock) => lock.place === place.key)) return true;
  return locks.length > 0 && !place.isDevice && !known.has(place.key);
}

async function knownIps(userId: string): Promise<Set<string>> {
  const rows = await db().session.findMany({
    where: { userId, createdAt: { gt: new Date(Date.now() - KNOWN_MS) } },
    select: { ip: true },
    orderBy: { createdAt: "desc" },
    take: KNOWN_MAX,
  });
  return new Set(rows.map((row) => ipKey(row.ip)));
}

type Account = { id: string; email: string; emailKey: string | null; deactivatedAt: Date | null };

/**
 * Counts a failed sign-in from `place`, and tells the owner of the account when it is the one that locks visitors out.
 * That it locked an account that exists is audited; the failure itself is not, so that a flood of them does not keep the
 * audit chain busy.
 */
export async function countFailure(ctx: Ctx, name: string, place: Place, account?: Account): Promise<void> {
  await transact(async (tx, afterCommit) => {
    // First, in the order in which `clearFailures` locks them. Whoever fails on a known device is no visitor.
    const everywhere = !place.isDevice && (await count(tx, name, EVERYWHERE, ALL_IPS)) === ALL_IPS.failures;
    const here = (await count(tx, name, place.key, ONE_PLACE)) === ONE_PLACE.failures;
    if (!account || !(here || everywhere)) return;
    if (everywhere && !account.deactivatedAt) await noteLockedOut(tx, afterCommit, account);
    const from = everywhere ? "everywhere" : place.isDevice ? "one device" : "one IP";
    const after = { from, minutes: ONE_PLACE.lockMs / MINUTE };
    await audit(tx, ctx, { action: "account.locked", target: { kind: "member", id: account.id }, after });
  });
}

async function count({ query }: HotTx, account: string, place: string, rule: typeof ONE_PLACE): Promise<number> {
  const [row] = await query<{ failures: number }>(
    "count-sign-in-failure",
    `INSERT INTO sign_in_failures AS f (account, place, failures, since) VALUES ($1, $2, 1, now())
     ON CONFLICT (account, place) DO UPDATE SET
       failures = CASE WHEN f.since < now() - $4::int * interval '1 ms' THEN 1 ELSE f.failures + 1 END,
       since = CASE WHEN f.since < now() - $4::int * interval '1 ms' THEN now() ELSE f.since END,
       locked_until = CASE WHEN f.since >= now() - $4::int * interval '1 ms' AND f.failures + 1 >= $3
                           THEN now() + $5::int * interval '1 ms' ELSE f.locked_until END
     RETURNING failures`,
    [account, place, rule.failures, rule.windowMs, rule.lockMs],
  );
  return row?.failures ?? 0;
}

/** Forgets the failures of an account, at one place or everywhere: its owner has shown who they are. */
export async function clearFailures(tx: Db, account: string, place?: Place): Promise<void> {
  if (place === undefined) {
    await tx.$queryRaw`SELECT 1 FROM sign_in_failures WHERE account = ${account} ORDER BY place FOR UPDATE`;
  }
  await tx.signInFailure.deleteMany({ where: { account, place: place?.key } });
}
