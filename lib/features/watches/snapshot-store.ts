import { db } from "@/lib/kit/db";
import { newId } from "@/lib/shared/ids";
import type { SourceDocument } from "./parsing/types";

/** How long a page that was fetched to be picked from is kept, and how many of one member. */
const KEPT_MS = 3_600_000;
const KEPT_MAX = 5;

/** Keeps a fetched document for its member to pick from; of too many the oldest goes. */
export async function keepSnapshot(ownerId: string, { url, contentType, bytes }: SourceDocument): Promise<string> {
  const id = newId();
  const body = Buffer.from(bytes);
  await db().watchSnapshot.create({
    data: { id, ownerId, url, contentType: contentType?.slice(0, 200) ?? null, body },
  });
  const old = await db().watchSnapshot.findMany({
    where: { ownerId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true },
    skip: KEPT_MAX,
    take: 100,
  });
  await db().watchSnapshot.deleteMany({ where: { id: { in: old.map((one) => one.id) } } });
  return id;
}

/** A document that the member fetched in the last hour. */
export async function findSnapshot(ownerId: string, id: string): Promise<SourceDocument | undefined> {
  const row = await db().watchSnapshot.findFirst({
    where: { id, ownerId, createdAt: { gt: new Date(Date.now() - KEPT_MS) } },
  });
  return row ? { url: row.url, contentType: row.contentType, bytes: row.body, status: 200 } : undefined;
}

/** Deletes at most `limit` that have served their time. */
export const deleteOldSnapshots = (limit: number) => db().$executeRaw`
  DELETE FROM watch_snapshots WHERE id IN (
    SELECT id FROM watch_snapshots WHERE created_at < ${new Date(Date.now() - KEPT_MS)}::timestamptz LIMIT ${limit})`;
