import { audit } from "@/lib/core/audit/audit";
import type { Ctx } from "@/lib/core/http/context";
import { type Db, db } from "@/lib/kit/db";

const inForce = () => ({ liftedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] });

/** At most 10,000: beyond that a firewall is the better tool. */
export const activeBlocks = () =>
  db().addressBlock.findMany({ where: inForce(), orderBy: { id: "desc" }, take: 10_000 });

/** Blocks in force, newest first, before the id `before`. */
export const listActiveBlocks = (take: number, before?: string) =>
  db().addressBlock.findMany({ where: { ...inForce(), id: { lt: before } }, orderBy: { id: "desc" }, take });

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
export async function insertBlock(tx: Db, ctx: Ctx, block: NewBlock) {
  const row = await tx.addressBlock.create({ data: block });
  const { range, level, reason, automatic, expiresAt } = block;
  const after = { range, level, reason, automatic, expiresAt };
  await audit(tx, ctx, { action: "address_block.added", target: { kind: "address_block", id: block.id }, after });
  return row;
}

/** Ends a block with its entry in the audit chain. True when it was in force. */
export async function liftBlockRow(tx: Db, ctx: Ctx, id: string): Promise<boolean> {
  const [lifted] = await tx.addressBlock.updateManyAndReturn({
    where: { id, ...inForce() },
    data: { liftedAt: new Date() },
  });
  if (!lifted) return false;
  const { range, level, reason } = lifted;
  const target = { kind: "address_block", id };
  await audit(tx, ctx, { action: "address_block.lifted", target, before: { range, level, reason } });
  return true;
}

/** How often `range` was blocked automatically since `since`. */
export const countAutomatic = (range: string, since: Date) =>
  db().addressBlock.count({ where: { range, automatic: true, createdAt: { gt: since } } });

export async function addHits(hits: [id: string, count: number][]): Promise<void> {
  if (hits.length === 0) return;
  await db().$executeRaw`
    UPDATE address_blocks b SET hits = b.hits + t.count, last_hit_at = now()
    FROM unnest(${hits.map(([id]) => id)}::uuid[], ${hits.map(([, count]) => count)}::int[]) AS t (id, count)
    WHERE b.id = t.id`;
}

/** Addresses from which admins are signed in now. */
export async function adminAddresses(): Promise<string[]> {
  const rows = await db().session.findMany({
    where: { endedAt: null, expiresAt: { gt: new Date() }, user: { role: "admin", deactivatedAt: null } },
    select: { address: true },
    distinct: ["address"],
    take: 1_000,
  });
  return rows.map((row) => row.address);
}
