import { createNotifications } from "@/lib/core/notifications";
import { transact } from "@/lib/kit/transact";
import type { Source } from "./due-store";
import { hostOf } from "./source-url";
import { knowSource } from "./watch-store";

/** A source that has led to the same other URL for so long has moved there. */
const BELIEVED_AFTER_MS = 7 * 24 * 3_600_000;

/**
 * Takes a permanent redirect over, once it has held for a week: the watches look at the new URL from now on, with all they
 * have found, and their owners are told.
 */
export async function followMove({ url, movedTo, movedAt }: Source, target: string): Promise<void> {
  if (movedTo !== target || !movedAt || Date.now() - movedAt.getTime() < BELIEVED_AFTER_MS) return;
  const host = hostOf(target);
  await transact(async (tx, afterCommit) => {
    await knowSource(tx.query, { host, url: target });
    const moved = await tx.watch.updateManyAndReturn({
      where: { url },
      data: { url: target, host, seenVersion: 0, version: { increment: 1 }, updatedAt: new Date() },
    });
    const drafts = moved.map(({ id, ownerId, name }) => ({
      ...{ userId: ownerId, type: "watch", title: `“${name}” has moved` },
      ...{ body: `The site leads to ${target} for good. The watch looks there from now on.`, url: `/watches/${id}` },
      data: { watchId: id },
    }));
    await createNotifications(tx, afterCommit, drafts);
  });
}
