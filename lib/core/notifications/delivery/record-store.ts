import { db } from "@/lib/kit/db";

export type Delivery = { channel: string; state: string; reason: string; until: Date | null; updatedAt: Date };

/** A notification, here or gone, and how it fared. */
export type RecordRow = {
  id: string;
  seq: number;
  type: string;
  title: string;
  readAt: Date | null;
  skipped: unknown;
  createdAt: Date;
  archived: { reason: string; at: Date } | null;
  deliveries: Delivery[];
};

const FIELDS = { id: true, seq: true, type: true, title: true, readAt: true, skipped: true, createdAt: true } as const;
const ARCHIVED_FIELDS = { ...FIELDS, archiveReason: true, archivedAt: true } as const;
const byNumber = { seq: "desc" } as const;

type Found = Omit<RecordRow, "archived" | "deliveries"> & { archiveReason?: string; archivedAt?: Date };

/** A member's notifications and those that are gone, newest first, below a number. */
export async function readRecords(userId: string, take: number, before?: number): Promise<RecordRow[]> {
  const where = { userId, seq: { lt: before } };
  const rest = { orderBy: byNumber, take };
  // Along the index of read and unread ones, each in the order of its numbers.
  const parts = await Promise.all([
    db().notification.findMany({ where: { ...where, read: false }, select: FIELDS, ...rest }),
    db().notification.findMany({ where: { ...where, read: true }, select: FIELDS, ...rest }),
    db().archivedNotification.findMany({ where, select: ARCHIVED_FIELDS, ...rest }),
  ]);
  const rows: Found[] = parts.flat();
  return withDeliveries(rows.sort((a, b) => b.seq - a.seq).slice(0, take));
}

/** One of a member's notifications, here or gone. */
export async function findRecord(userId: string, id: string): Promise<RecordRow | undefined> {
  const where = { id, userId };
  const found: Found | null =
    (await db().notification.findFirst({ where, select: FIELDS })) ??
    (await db().archivedNotification.findFirst({ where, select: ARCHIVED_FIELDS }));
  const [record] = await withDeliveries(found ? [found] : []);
  return record;
}

async function withDeliveries(rows: Found[]): Promise<RecordRow[]> {
  const ids = rows.map(({ id }) => id);
  const deliveries = await db().notificationDelivery.findMany({ where: { notificationId: { in: ids } } });
  return rows.map(({ archiveReason, archivedAt, ...row }) => ({
    ...row,
    archived: archiveReason && archivedAt ? { reason: archiveReason, at: archivedAt } : null,
    deliveries: deliveries.filter(({ notificationId }) => notificationId === row.id),
  }));
}
