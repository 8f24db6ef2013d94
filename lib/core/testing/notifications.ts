import type { Member } from "@/lib/core/context";
import { createNotifications } from "@/lib/core/notifications/index";
import type { NotificationRow } from "@/lib/core/notifications/row";
import { hotTransaction } from "@/lib/kit/transact";

/** Stores `count` notifications of a member in one transaction. */
export const notify = (member: Member, count = 1, extra: object = {}): Promise<NotificationRow[]> =>
  hotTransaction((tx, afterCommit) =>
    createNotifications(
      tx,
      afterCommit,
      Array.from({ length: count }, (_, i) => ({
        ...{ userId: member.id, type: "announcement" as const, title: `Title ${i}`, body: "Body" },
        ...extra,
      })),
    ),
  );

/** The numbers of some notifications, in their order. */
export const seqsOf = (items: { seq: number }[]): number[] => items.map((item) => item.seq);
