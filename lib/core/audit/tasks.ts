import { SIGNATURE_NEWS } from "@/lib/core/engine/audit/audit";
import { findLately } from "@/lib/core/engine/audit/store";
import { verifyAudit } from "@/lib/core/engine/audit/verify";
import { activeAdminIds } from "@/lib/core/members/store";
import { createNotifications } from "@/lib/core/notifications";
import type { Task } from "@/lib/core/tasks/task";
import { hotTransaction } from "@/lib/kit/transact";

/** A day, and an hour for a run that began late. */
const LATELY_MS = 25 * 3_600_000;

/** Goes along the audit chain every day and tells the admins when it is not whole, or is signed by other means than before. */
export const checkAudit: Task = {
  name: "audit.check",
  label: "Check that the audit log is whole",
  crontab: "40 4 * * *",
  async run(ctx, signal) {
    const { links, faultCount, faults } = await verifyAudit(undefined, signal);
    const news = await findLately(Object.values(SIGNATURE_NEWS), new Date(Date.now() - LATELY_MS));
    const sentences = [...faults, ...news.map(({ position, action }) => NEWS_WORDS[action]?.(position) ?? action)];
    if (sentences.length > 0) {
      ctx.log.error(
        { event: "audit_broken", sentences: sentences.slice(0, 20) },
        "the audit log needs to be looked at",
      );
      await tellAdmins(sentences);
    }
    if (faultCount === 0) return `${links} entries, whole`;
    return `${links} entries, ${faultCount} ${faultCount === 1 ? "fault" : "faults"}`;
  },
};

const NEWS_WORDS: Record<string, (position: number) => string> = {
  [SIGNATURE_NEWS.none]: (position) =>
    `Entry ${position} is the first that is signed: after an update that is as it should be.`,
  [SIGNATURE_NEWS.foreign]: (position) => `SECRET_KEY is another one since entry ${position}.`,
  [SIGNATURE_NEWS.false]: (position) => `Whoever wrote before entry ${position} did not know SECRET_KEY.`,
};

async function tellAdmins(sentences: string[]): Promise<void> {
  const [first = "", ...more] = sentences;
  const body = more.length === 0 ? first : `${first} And ${more.length} more: “throng verify-audit” names them all.`;
  const admins = await activeAdminIds();
  const notice = { type: "security" as const, title: "The audit log needs to be looked at", body, url: "/admin/audit" };
  const drafts = admins.map((userId) => ({ userId, ...notice }));
  await hotTransaction((tx, afterCommit) => createNotifications(tx, afterCommit, drafts));
}
