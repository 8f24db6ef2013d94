import { z } from "zod";
import { MemberRef } from "@/lib/core/members/schemas";
import { kindOf, notificationTypes } from "@/lib/core/notifications/types";
import { byKnownName } from "@/lib/shared/known-name";
import { Version } from "@/lib/shared/version";

/** The ways a notification reaches a member. */
export const Channel = z.enum(["in_app", "email", "push"]);
export type Channel = z.infer<typeof Channel>;

/** When mails about notifications are sent: each soon, or together in the member's morning. */
export const Digest = z.enum(["none", "daily", "weekly"]);
export type Digest = z.infer<typeof Digest>;

const Channels = z.strictObject({ in_app: z.boolean(), email: z.boolean(), push: z.boolean() });

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day such as 22:00");

/** In the member's time zone; from evening to morning when `from` is the later one. */
const QuietHours = z
  .strictObject({ from: TimeOfDay, to: TimeOfDay })
  .refine(({ from, to }) => from !== to, { message: "must differ from the beginning", path: ["to"] });

export const NotificationPreferences = z.strictObject({
  choices: z.record(z.string(), Channels),
  /** Channels that cannot be switched off, by type. */
  locked: z.record(z.string(), z.array(Channel)),
  quietHours: QuietHours.nullable(),
  digest: Digest,
  version: Version,
});
export type NotificationPreferences = z.infer<typeof NotificationPreferences>;

const Changes = byKnownName(notificationTypes, Channels.partial()).superRefine((changes, check) => {
  for (const [type, channels] of Object.entries(changes))
    for (const channel of kindOf(type).locked ?? [])
      if (channels[channel] === false)
        check.addIssue({ code: "custom", path: [type], message: "cannot be switched off" });
});

export const GetPreferencesInput = z.strictObject({ userId: MemberRef });
export const ChangePreferencesInput = z.strictObject({
  userId: MemberRef,
  choices: Changes.optional(),
  quietHours: QuietHours.nullable().optional(),
  digest: Digest.optional(),
});
