import { z } from "zod";
import { createNotifications, type NotificationDraft } from "@/lib/core/notifications/inbox/create";
import { hotTransaction } from "@/lib/kit/db";
import type { Job } from "@/lib/kit/jobs";
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
    const step = await hotTransaction(async (query) => {
      const announcement = await lockSending(query, announcementId);
      if (!announcement) return undefined;
      const ids = await nextMembers(query, announcement, BATCH);
      const isDone = ids.length < BATCH;
      await noteReached(query, announcementId, {
        lastId: ids.at(-1) ?? announcement.reachedId,
        count: ids.length,
        isDone,
      });
      const rows = await createNotifications(
        query,
        ids.map((userId) => draftOf(announcement, userId)),
      );
      return { rows, isDone };
    });
    tellMany(step?.rows ?? []);
    goesOn = step !== undefined && !step.isDone;
  }
};

const draftOf = ({ id, title, body, url, expiresAt }: Sending, userId: string): NotificationDraft => ({
  ...{ userId, type: "announcement", title, body, announcementId: id, data: { announcementId: id } },
  ...(url && { url }),
  ...(expiresAt && { expiresAt }),
});
