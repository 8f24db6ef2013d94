import { db, pool, type Query } from "@/lib/kit/db";
import type { Link } from "./chain";

export type StoredLink = Link & { hash: string; signature: string | null };
export type Head = { position: number; hash: string; signature: string | null };

/** The newest link's place and hash; nobody else adds one until the transaction of `query` ends. */
export async function lockHead(query: Query): Promise<Head> {
  const [head] = await query<Head>("audit.head", HEAD, []);
  if (!head) throw new Error("The audit chain has no head.");
  return head;
}
const HEAD = "SELECT position, hash, signature FROM audit_head WHERE id = 1 FOR UPDATE";

/** Adds a link, moves the head onto it, and answers the head. */
export async function appendLink(query: Query, link: StoredLink, headSignature: string | null): Promise<Head> {
  await query("audit.append", APPEND, [
    ...[link.position, link.at, link.actorKind, link.actorId, link.actorName, link.onBehalfOf, link.ip],
    ...[link.action, link.targetKind, link.targetId, jsonOf(link.before), jsonOf(link.after)],
    ...[link.previousHash, link.hash, link.signature, headSignature],
  ]);
  return { position: link.position, hash: link.hash, signature: headSignature };
}
const APPEND = `
  WITH moved AS (UPDATE audit_head SET position = $1::int, hash = $14::text, signature = $16::text WHERE id = 1)
  INSERT INTO audit_entries (position, at, actor_kind, actor_id, actor_name, on_behalf_of, ip, action,
    target_kind, target_id, before, after, previous_hash, hash, signature)
  VALUES ($1::int, $2::timestamptz, $3::text, $4::uuid, $5::text, $6::uuid, $7::text, $8::text, $9::text, $10::text,
    $11::jsonb, $12::jsonb, $13::text, $14::text, $15::text)`;

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
    on_behalf_of AS "onBehalfOf", ip, action, target_kind AS "targetKind", target_id AS "targetId",
    before, after, previous_hash AS "previousHash", hash, signature
  FROM audit_entries WHERE position > $1 ORDER BY position LIMIT 1000`;

/** The head and every link in order, as they are at one moment, however many there are. */
export async function readChain(hear: (links: StoredLink[]) => void): Promise<Head | undefined> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const { rows: heads } = await client.query<Head>("SELECT position, hash, signature FROM audit_head WHERE id = 1");
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

/** Entries of these kinds since a moment, newest first. */
export const findLately = (actions: string[], since: Date) =>
  db().auditEntry.findMany({
    where: { action: { in: actions }, at: { gte: since } },
    orderBy: { position: "desc" },
    take: 20,
    select: { position: true, action: true },
  });
