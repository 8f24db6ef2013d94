import { accountRemovals } from "@/lib/core/accounts/clean-up";
import { WRITE_CONFIRMATION_MAIL, writeConfirmationMail } from "@/lib/core/accounts/email/confirmation-mail";
import { WRITE_RESET, writePasswordReset } from "@/lib/core/accounts/password/request-password-reset";
import { retainActivity } from "@/lib/core/activity/tasks";
import { rollUpActivity } from "@/lib/core/analytics/roll-up";
import { checkAudit } from "@/lib/core/audit/tasks";
import { blockRemovals } from "@/lib/core/ip-blocks/clean-up";
import { SEND_MAIL, sendQueuedMail } from "@/lib/core/mail/queue-mail";
import { cleanUpNotifications, notificationJobs, requeueDeliveries, syncNotifications } from "@/lib/core/notifications";
import { rescheduleDeliveries } from "@/lib/core/notifications/delivery/reschedule";
import { rateLimitRemovals } from "@/lib/core/rate-limits/clean-up";
import { showPresence } from "@/lib/core/realtime/hub";
import { sessionCleanUp } from "@/lib/core/sessions/clean-up";
import { backup } from "@/lib/core/tasks/backup";
import { dataCleanUp } from "@/lib/core/tasks/clean-up";
import { RUN_TASK, runQueuedTask } from "@/lib/core/tasks/run-task";
import type { FeatureManifest } from "./manifest";

/** A client asks with its last number alone, or with more. */
const sinceOf = (asked: unknown): object => (asked !== null && typeof asked === "object" ? asked : { after: asked });

/** What the capabilities of core tell about themselves, as features do. Their own names stand where those are kept. */
export const capabilities: readonly FeatureManifest[] = [
  { name: "mail", jobs: { [SEND_MAIL]: sendQueuedMail } },
  { name: "tasks", tasks: [dataCleanUp, backup], jobs: { [RUN_TASK]: runQueuedTask } },
  { name: "sessions", tasks: [sessionCleanUp] },
  { name: "rate-limits", removals: rateLimitRemovals },
  { name: "ip-blocks", removals: blockRemovals },
  { name: "activity", tasks: [retainActivity] },
  { name: "analytics", tasks: [rollUpActivity] },
  { name: "audit", tasks: [checkAudit] },
  {
    name: "realtime",
    settings: {
      changed: (committed, userId, { showPresence: seen }) => {
        if (seen !== undefined) showPresence(committed, userId);
      },
    },
  },
  {
    name: "notifications",
    tasks: [cleanUpNotifications, requeueDeliveries],
    jobs: notificationJobs,
    sync: { notifications: { verb: syncNotifications, input: sinceOf } },
    settings: {
      // Quiet hours and mornings are those of the zone.
      inTransaction: async (query, userId, { timeZone }) => {
        if (timeZone !== undefined) await rescheduleDeliveries(query, userId);
      },
    },
  },
  {
    name: "accounts",
    jobs: { [WRITE_RESET]: writePasswordReset, [WRITE_CONFIRMATION_MAIL]: writeConfirmationMail },
    removals: accountRemovals,
  },
];
