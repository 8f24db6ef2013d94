import { z } from "zod";
import { MemberRef } from "@/lib/core/members/schemas";
import { NotificationType } from "@/lib/core/notifications/inbox/schemas";
import { Version } from "@/lib/shared/version";

/** The ways a notification reaches a member. */
export const Channel = z.enum(["in_app", "email", "push"]);
export type Channel = z.infer<typeof Channel>;

/** When mails about notifications are sent: each soon, or together in the member's morning. */
export const Digest = z.enum(["none", "daily", "weekly"]);
export type Digest = z.infer<typeof Digest>;

const Channels = z.strictObject({ in_app: z.boolean(), email: z.boolean(), push: z.boolean() });
export type Channels = z.infer<typeof Channels>;

const choicesOf = <T extends z.ZodType>(channels: T) =>
  z.strictObject({
    mention: channels,
    invitation: channels,
    listing: channels,
    quiz_result: channels,
    account: channels,
    security: channels,
    announcement: channels,
  });

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day such as 22:00");

/** In the member's time zone; from evening to morning when `from` is the later one. */
const QuietHours = z
  .strictObject({ from: TimeOfDay, to: TimeOfDay })
  .refine(({ from, to }) => from !== to, { message: "must differ from the beginning", path: ["to"] });

export const NotificationPreferences = z.strictObject({
  choices: choicesOf(Channels),
  quietHours: QuietHours.nullable(),
  digest: Digest,
  version: Version,
});
export type NotificationPreferences = z.infer<typeof NotificationPreferences>;

/** What holds for whoever chose nothing. Push reaches only browsers that were signed up. */
export const DEFAULT_CHOICES: Record<NotificationType, Channels> = {
  mention: { in_app: true, email: true, push: true },
  invitation: { in_app: true, email: true, push: true },
  listing: { in_app: true, email: false, push: true },
  quiz_result: { in_app: true, email: false, push: false },
  account: { in_app: true, email: true, push: false },
  security: { in_app: true, email: true, push: true },
  announcement: { in_app: true, email: false, push: true },
};

/** Whether a channel cannot be switched off: word of what endangers the account must arrive. */
export const isLocked = (type: NotificationType, channel: Channel): boolean =>
  type === "security" && channel !== "push";

const locked = (choices: Partial<Record<NotificationType, Partial<Channels>>>): boolean =>
  choices.security?.in_app !== false && choices.security?.email !== false;

export const GetPreferencesInput = z.strictObject({ userId: MemberRef });
export const ChangePreferencesInput = z.strictObject({
  userId: MemberRef,
  choices: choicesOf(Channels.partial())
    .partial()
    .refine(locked, { message: "cannot be switched off", path: ["security"] })
    .optional(),
  quietHours: QuietHours.nullable().optional(),
  digest: Digest.optional(),
});
