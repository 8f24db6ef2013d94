import { z } from "zod";
import { MemberRef } from "@/lib/core/members/schemas";
import { Channel } from "@/lib/core/notifications/preferences/preferences-schemas";
import { Id } from "@/lib/shared/ids";
import { pageFields, pageOf } from "@/lib/shared/page";

/** What became of a notification on one channel, and why: the answer to "why did I not get it?". */
export const DeliveryView = z.strictObject({
  channel: Channel,
  /** `off`: the channel does not take it. `waiting`: not before `until`. `sending`: on its way. */
  state: z.enum(["delivered", "waiting", "sending", "dropped", "off", "failed"]),
  /**
   * `preference`: switched off by the member. `no_browser`: no browser is signed up for push. `own_mail`: a mail of its
   * own is written about it. `unconfirmed`: the email may be somebody else's. `soon`, `quiet_hours`, `digest`: what it
   * waits for. `read`, `expired`, `deleted`, `withdrawn`, `recalled`, `deactivated`: what happened before it was sent.
   * `restored`: it was on its way when the backup was made that is in use now, and may have gone out. `error`: see `detail`.
   * Null when nothing is to be explained.
   */
  reason: z
    .enum([
      ...(["preference", "no_browser", "own_mail", "unconfirmed"] as const),
      ...(["soon", "quiet_hours", "digest"] as const),
      ...(["read", "expired", "deleted", "withdrawn", "recalled", "deactivated", "restored", "error"] as const),
    ])
    .nullable(),
  /** What the server of the other side said. */
  detail: z.string().nullable(),
  until: z.iso.datetime().nullable(),
  at: z.iso.datetime(),
});
export type DeliveryView = z.infer<typeof DeliveryView>;

export const Deliveries = z.strictObject({ items: z.array(DeliveryView) });

/** How a notification fared, also for 30 days after it is gone. */
export const DeliveryRecord = z.strictObject({
  notificationId: Id,
  type: z.string(),
  /** For its member alone: an admin sees no words. Null too for what was recalled. */
  title: z.string().nullable(),
  createdAt: z.iso.datetime(),
  read: z.boolean(),
  /** Why it is gone, and since when; null while it is there. `withdrawn`: by who caused it. `recalled`: by an admin. */
  archived: z
    .strictObject({ reason: z.enum(["deleted", "withdrawn", "recalled", "expired"]), at: z.iso.datetime() })
    .nullable(),
  deliveries: z.array(DeliveryView),
});
export type DeliveryRecord = z.infer<typeof DeliveryRecord>;

export const ListRecordsInput = z.strictObject({ userId: MemberRef, ...pageFields });
export const RecordPage = pageOf(DeliveryRecord);
