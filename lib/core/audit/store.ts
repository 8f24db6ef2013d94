import { type Db, db, pool } from "@/lib/kit/db";
import type { Link } from "./chain";

export type StoredLink = Link & { hash: string };
export type Head = { position: number; hash: string };

/** The newest link's place and hash; nobody else adds one until `tx` ends. */
export async function lockHead(tx: Db): Promise<Head> {
  const [head] = await tx.$queryRaw<Head[]>`SELECT position, hash FROM audit_head WHERE id = 1 FOR UPDATE`;
  if (!head) throw new Error("The audit chain has no head.");
  return head;
}

/** Adds a link and moves the head onto it. */
export async function appendLink(tx: Db, link: Link, hash: string): Promise<void> {
  await tx.$executeRaw`
    WITH moved AS (UPDATE audit_head SET position = ${link.position}, hash = ${hash} WHERE id = 1)
    INSERT INTO audit_entries (position, at, actor_kind, actor_id, actor_name, on_behalf_of, address, action,
      target_kind, target_id, before, after, previous_hash, hash)
    VALUES (${link.position}, ${link.at}::timestamptz, ${link.actorKind}, ${link.actorId}::uuid, ${link.actorName},
      ${link.onBehalfOf}::uuid, ${link.address}, ${link.action}, ${link.targetKind}, ${link.targetId},
      ${jsonOf(link.before)}::jsonb, ${jsonOf(link.after)}::jsonb, ${link.previousHash}, ${hash})`;
}

const jsonOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);

export type AuditFilter = { actorId?: string; targetId?: string; action?: string; from?: Date; to?: Date };

/** Entries newest first, before the position `before`. */
export const findEntries = ({ actorId, targetId, action, from, to }: AuditFilter, take: number, before?: number) =>
  db().auditEntry.findMany({
    where: { actorId, targetId, action, at: { gte: from, lt: to }, position: { lt: before } },
    orderBy: { position: "desc" },
    take,
  });
export type EntryRow = Awaited<ReturnType<typeof findEntries>>[number];

const LINKS = `
  SELECT position, at, actor_kind AS "actorKind", actor_id AS "actorId", actor_name AS "actorName",
    on_behalf_of AS "onBehalfOf", address, action, target_kind AS "targetKind", target_id AS "targetId",
    before, after, previous_hash AS "previousHash", hash
  FROM audit_entries WHERE position > $1 ORDER BY position LIMIT 1000`;

/** The head and every link in order, as they are at one moment, however many there are. */
export async function readChain(hear: (links: StoredLink[]) => void): Promise<Head | undefined> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const { rows: heads } = await client.query<Head>("SELECT position, hash FROM audit_head WHERE id = 1");
    for (let after = -2_147_483_648; ; ) {
      const { rows } = await client.query<StoredLink>(LINKS, [after]);
      const last = rows.at(-1);
      if (!last) return heads[0];
      hear(rows);
      after = last.position;
    }
  } finally {
    await client.query("ROLLBACK").catch(() => undefined);
    client.release();
  }
}
