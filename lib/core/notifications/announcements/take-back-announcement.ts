import { z } from "zod";
import { type Archived, archiveNotifications } from "@/lib/core/notifications/inbox/archive";
import { hotQuery } from "@/lib/kit/db";
import type { Job } from "@/lib/kit/jobs";
import { autocommit } from "@/lib/kit/transact";
import { Id } from "@/lib/shared/ids";
import { endRecall } from "./announcement-store";
import { takeFromMany } from "./tell-many";

/** The job that deletes what a recalled announcement left with those who have not read it. */
export const RECALL_ANNOUNCEMENT = "recall-announcement";

/** The key of the job an announcement waits for. */
export const announcementKey = (announcementId: string): string => `announcement:${announcementId}`;

/** Members of one statement. */
const BATCH = 2_000;

const Payload = z.strictObject({ announcementId: Id });

/** Along the index of announcement and id, past what the steps before deleted. */
const UNREAD = "n.announcement_id = $3::uuid AND n.id > $4::uuid AND n.read_at IS NULL";
const START = "00000000-0000-0000-0000-000000000000";

/**
 * Takes a recalled announcement from everyone who has not read it, many at a time. Nobody sees it meanwhile, so a run that
 * dies is only begun anew.
 */
export const takeBackAnnouncement: Job = async (payload) => {
  const { announcementId } = Payload.parse(payload);
  let last: Archived[] = [];
  let after = START;
  do {
    const values = [announcementId, after];
    last = await autocommit(async ({ query }, afterCommit) => {
      const which = { name: "recalled", where: UNREAD, values, take: BATCH };
      const gone = await archiveNotifications(query, "recalled", which);
      takeFromMany(
        afterCommit,
        gone.filter(({ shown }) => shown),
      );
      return gone;
    });
    after = last.reduce((max, { id }) => (id > max ? id : max), after);
  } while (last.length > 0);
  await endRecall(hotQuery, announcementId);
};
