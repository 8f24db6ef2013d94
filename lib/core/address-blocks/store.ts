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
export const insertBlock = (tx: Db, block: NewBlock) => tx.addressBlock.create({ data: block });

/** True when it was in force. */
export const liftBlockRow = async (tx: Db, id: string): Promise<boolean> =>
  (await tx.addressBlock.updateMany({ where: { id, ...inForce() }, data: { liftedAt: new Date() } })).count === 1;

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
