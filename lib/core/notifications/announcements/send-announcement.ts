import { z } from "zod";
import { type NotificationDraft, storeNotifications } from "@/lib/core/notifications/inbox/create";
import type { Job } from "@/lib/kit/jobs";
import { hotTransaction } from "@/lib/kit/transact";
import { Id } from "@/lib/shared/ids";
import { lockSending, nextMembers, noteReached, type Sending } from "./announcement-store";
import { tellMany } from "./tell-many";

/** The job that gives an announcement to its members. */
export const SEND_ANNOUNCEMENT = "send-announcement";

/** Members of one transaction. */
const BATCH = 2_000;

const Payload = z.strictObject({ announcementId: Id });

/**
 * Gives an announcement to its members, many at a time. How far it came is stored with each step, so that a run that dies
 * is taken up where it stopped; a recall ends it after the step.
 */
export const sendAnnouncement: Job = async (payload) => {
  const { announcementId } = Payload.parse(payload);
  for (let goesOn = true; goesOn; ) {
    goesOn = await hotTransaction(async (tx, afterCommit) => {
      const { query } = tx;
      const announcement = await lockSending(query, announcementId);
      if (!announcement) return false;
      const ids = await nextMembers(query, announcement, BATCH);
      const isDone = ids.length < BATCH;
      await noteReached(query, announcementId, {
        lastId: ids.at(-1) ?? announcement.reachedId,
        count: ids.length,
        isDone,
      });
      const rows = await storeNotifications(
        tx,
        ids.map((userId) => draftOf(announcement, userId)),
      );
      tellMany(afterCommit, rows);
      return !isDone;
    });
  }
};

const draftOf = ({ id, title, body, url, expiresAt }: Sending, userId: string): NotificationDraft => ({
  ...{ userId, type: "announcement", title, body, announcementId: id, data: { announcementId: id } },
  ...(url && { url }),
  ...(expiresAt && { expiresAt }),
});
