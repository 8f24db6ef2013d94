import type { Digest } from "@/lib/core/notifications/preferences/preferences-schemas";
import { type Channel, isUrgent, type NotificationType } from "@/lib/core/notifications/types";
import { localTime, nextLocal } from "@/lib/kit/local-time";

/** What decides when a member is told: minutes after midnight in their time zone, and how often mails come. */
export type Timing = { timeZone: string; quietFrom: number | null; quietTo: number | null; digest: Digest };

/** Why a delivery waits. */
export type WaitReason = "soon" | "quiet_hours" | "digest";

/** How long a mail and a push message are held back, so that what is read meanwhile is not sent, in milliseconds. */
const HOLD_MS = { email: 60_000, push: 5_000 };
/** When digests are sent: eight in the morning, the weekly ones on Mondays. */
const MORNING = 8 * 60;
const MONDAY = 1;

/** The end of the quiet hours that `at` lies in; undefined outside of them. */
export function quietUntil(at: Date, { timeZone, quietFrom, quietTo }: Timing): Date | undefined {
  if (quietFrom === null || quietTo === null || quietFrom === quietTo) return undefined;
  const { minutes } = localTime(at, timeZone);
  const isQuiet =
    quietFrom < quietTo ? minutes >= quietFrom && minutes < quietTo : minutes >= quietFrom || minutes < quietTo;
  return isQuiet ? nextLocal(at, timeZone, quietTo) : undefined;
}

/** When something that happens at `at` is sent over `channel`, and why not at once. */
export function dueTime(
  at: Date,
  channel: Exclude<Channel, "in_app">,
  type: NotificationType,
  timing: Timing,
): { until: Date; reason: WaitReason } {
  const soon = { until: new Date(at.getTime() + HOLD_MS[channel]), reason: "soon" as const };
  if (isUrgent(type)) return soon;
  const { digest, timeZone } = timing;
  const isDigest = channel === "email" && digest !== "none";
  const due = isDigest ? nextLocal(at, timeZone, MORNING, digest === "weekly" ? MONDAY : undefined) : soon.until;
  const quiet = quietUntil(due, timing);
  if (quiet) return { until: quiet, reason: isDigest ? "digest" : "quiet_hours" };
  return isDigest ? { until: due, reason: "digest" } : soon;
}
