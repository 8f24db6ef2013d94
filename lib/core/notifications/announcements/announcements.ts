import { z } from "zod";
import { audit } from "@/lib/core/engine/audit/audit";
import { defineVerb } from "@/lib/core/verb/verb";
import { db } from "@/lib/kit/db";
import { dropJob, queueJob } from "@/lib/kit/jobs";
import { transact } from "@/lib/kit/transact";
import { fail, invalid } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { Moment } from "@/lib/shared/moment";
import { readCursor, toPage } from "@/lib/shared/page";
import {
  AnnouncementInput,
  AnnouncementPage,
  AnnouncementView,
  CreateAnnouncementInput,
  ListAnnouncementsInput,
} from "./announcement-schemas";
import { findAnnouncement, presentAnnouncement, recallRow, withPeople } from "./announcement-store";
import { SEND_ANNOUNCEMENT } from "./send-announcement";
import { announcementKey, RECALL_ANNOUNCEMENT } from "./take-back-announcement";

const targetOf = (id: string) => ({ kind: "announcement", id });

/**
 * Tells all members, those of a role, or one, now or at a time to come. It is given out by a job, which is queued with it.
 * Errors: invalid_input.
 */
export const createAnnouncement = defineVerb({
  name: "announcements.create",
  access: "admin",
  input: CreateAnnouncementInput,
  output: AnnouncementView,
  async run(ctx, { title, body, url, audience, role, username, scheduledAt, expiresAt }) {
    const memberId = audience === "member" ? await idOf(username ?? "") : null;
    const runAt = scheduledAt === undefined ? undefined : new Date(scheduledAt);
    const id = newId();
    const row = await transact(async (tx) => {
      await tx.announcement.create({
        data: {
          ...{ id, title, body, url, audience, memberId, role: audience === "role" ? role : null },
          state: runAt && runAt > new Date() ? "scheduled" : "sending",
          scheduledAt: runAt ?? null,
          expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
          createdById: ctx.actor.kind === "member" ? ctx.actor.id : null,
        },
      });
      await queueJob(tx, SEND_ANNOUNCEMENT, { announcementId: id }, { runAt, key: announcementKey(id) });
      const made = await findAnnouncement(tx, id);
      const after = { title, audience, role, memberId, scheduledAt: runAt };
      await audit(tx, ctx, { action: "announcement.made", target: targetOf(id), after });
      return made;
    });
    ctx.log.info({ event: "admin_action", announcementId: id, audience, role, memberId }, "announcement made");
    return presentAnnouncement(row ?? fail("not_found"));
  },
});

async function idOf(username: string): Promise<string> {
  const user = await db().user.findUnique({ where: { usernameKey: username.toLowerCase() }, select: { id: true } });
  return user?.id ?? invalid("username", "belongs to no member");
}

const Position = z.tuple([Moment, z.uuid()]);

/** All announcements, newest first. Errors: invalid_input. */
export const listAnnouncements = defineVerb({
  name: "announcements.list",
  access: "admin",
  reads: true,
  input: ListAnnouncementsInput,
  output: AnnouncementPage,
  async run(_ctx, { limit, cursor }) {
    const [createdAt, id] = readCursor(cursor, Position) ?? [];
    const rows = await db().announcement.findMany({
      where: createdAt ? { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] } : {},
      include: withPeople,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit + 1,
    });
    return toPage(rows, limit, (row) => [row.createdAt.toISOString(), row.id], presentAnnouncement);
  },
});

/**
 * Takes an announcement back: from the answer on, who has not read it does not see it any more, and nobody else ever does.
 * The rows are deleted by a job. A second time changes nothing. Errors: not_found.
 */
export const recallAnnouncement = defineVerb({
  name: "announcements.recall",
  access: "admin",
  input: AnnouncementInput,
  output: AnnouncementView,
  async run(ctx, { announcementId }) {
    const isNews = await transact(async (tx) => {
      const query = tx.query;
      if (!(await recallRow(query, announcementId))) return false;
      await dropJob(query, announcementKey(announcementId));
      await queueJob(tx, RECALL_ANNOUNCEMENT, { announcementId });
      await audit(tx, ctx, { action: "announcement.recalled", target: targetOf(announcementId) });
      return true;
    });
    if (isNews) ctx.log.info({ event: "admin_action", announcementId }, "announcement recalled");
    return presentAnnouncement((await findAnnouncement(db(), announcementId)) ?? fail("not_found"));
  },
});
