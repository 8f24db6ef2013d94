import type { Ctx } from "@/lib/core/context";
import { audit } from "@/lib/core/engine/audit/audit";
import { type Db, db } from "@/lib/kit/db";
import type { Tx } from "@/lib/kit/transact";

const inForce = () => ({ liftedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] });

/** How many blocks of each kind are in force at most: beyond that a firewall is the better tool. */
const BLOCKS_MAX = 10_000;

/** Every block that an admin set, and of the automatic ones the newest: who provokes those pushes out no other kind. */
export async function activeBlocks() {
  const newest = { orderBy: { id: "desc" }, take: BLOCKS_MAX } as const;
  const [manual, automatic] = await Promise.all([
    db().ipBlock.findMany({ where: { ...inForce(), automatic: false } }),
    db().ipBlock.findMany({ where: { ...inForce(), automatic: true }, ...newest }),
  ]);
  return [...manual, ...automatic];
}

/** Whether an admin may set one more block. */
export const mayAddBlock = async (): Promise<boolean> =>
  (await db().ipBlock.count({ where: { ...inForce(), automatic: false } })) < BLOCKS_MAX;

/** Blocks in force, newest first, before the id `before`. */
export const listActiveBlocks = (take: number, before?: string) =>
  db().ipBlock.findMany({ where: { ...inForce(), id: { lt: before } }, orderBy: { id: "desc" }, take });

type NewBlock = {
  id: string;
  range: string;
  level: string;
  reason: string;
  automatic: boolean;
  createdById?: string;
  expiresAt: Date | null;
};
/** Stores a block with its entry in the audit chain. */
export async function insertBlock(tx: Tx, ctx: Ctx, block: NewBlock) {
  const row = await tx.ipBlock.create({ data: block });
  const { range, level, reason, automatic, expiresAt } = block;
  const after = { range, level, reason, automatic, expiresAt };
  await audit(tx, ctx, { action: "address_block.added", target: { kind: "address_block", id: block.id }, after });
  return row;
}

/**
 * Ends blocks, each with its entry in the audit chain. Answers those that were in force. All of them are held before the
 * chain is: whoever wants one of them meanwhile may want the chain next.
 */
export async function liftBlockRows(tx: Tx, ctx: Ctx, ids: string[]) {
  await tx.$executeRaw`SELECT 1 FROM ip_blocks WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  const lifted = await tx.ipBlock.updateManyAndReturn({
    where: { id: { in: ids }, ...inForce() },
    data: { liftedAt: new Date() },
  });
  for (const { id, range, level, reason } of lifted) {
    const target = { kind: "address_block", id };
    await audit(tx, ctx, { action: "address_block.lifted", target, before: { range, level, reason } });
  }
  return lifted;
}

/**
 * How often `range` was blocked automatically since `since`; undefined when it is blocked at this level now. Nobody else
 * decides about the range until `tx` ends.
 */
export async function countAutomatic(tx: Db, range: string, level: string, since: Date): Promise<number | undefined> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`ip-block:${range}`}, 0))`;
  if ((await tx.ipBlock.count({ where: { ...inForce(), range, level } })) > 0) return undefined;
  return tx.ipBlock.count({ where: { range, automatic: true, createdAt: { gt: since } } });
}

export async function addHits(hits: [id: string, count: number][]): Promise<void> {
  if (hits.length === 0) return;
  const ids = hits.map(([id]) => id);
  // Every process writes its hits: in one order, so that none waits for another that waits for it.
  await db().$executeRaw`
    WITH held AS (SELECT id FROM ip_blocks WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE)
    UPDATE ip_blocks b SET hits = b.hits + t.count, last_hit_at = now()
    FROM held JOIN unnest(${ids}::uuid[], ${hits.map(([, count]) => count)}::int[]) AS t (id, count) USING (id)
    WHERE b.id = held.id`;
}

/** IPs from which admins signed in and those they use now. */
export async function adminIps(): Promise<string[]> {
  const rows = await db().$queryRaw<{ ip: string; lastIp: string | null }[]>`
    SELECT s.ip, s.last_ip AS "lastIp" FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.ended_at IS NULL AND s.expires_at > now() AND u.role = 'admin' AND u.deactivated_at IS NULL
    ORDER BY s.last_seen_at DESC LIMIT 1000`;
  return rows.flatMap(({ ip, lastIp }) => (lastIp === null ? [ip] : [ip, lastIp]));
}
