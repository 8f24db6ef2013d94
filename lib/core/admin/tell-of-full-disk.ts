import { activeAdminIds } from "@/lib/core/members/store";
import { createNotifications } from "@/lib/core/notifications";
import { hotTransaction } from "@/lib/kit/transact";

const FULL = {
  title: "The disk is full",
  body: "Members can read, but what they send is not saved, and neither are backups, until there is space again.",
};
const WAS_FULL = {
  title: "The disk was full",
  body: "There is space again. For a while nothing that members sent was saved.",
};

/** Tells the admins that a disk of this instance is full, or that it was, where that could not be stored before. */
export async function tellOfFullDisk(isStillFull: boolean): Promise<void> {
  const notice = { type: "security" as const, url: "/admin", ...(isStillFull ? FULL : WAS_FULL) };
  const drafts = (await activeAdminIds()).map((userId) => ({ userId, ...notice }));
  await hotTransaction((tx, afterCommit) => createNotifications(tx, afterCommit, drafts));
}
