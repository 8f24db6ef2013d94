import { z } from "zod";
import type { Timing } from "@/lib/core/notifications/delivery/timing";
import {
  type Channel,
  type Channels,
  defaultChannels,
  isLocked,
  type NotificationType,
} from "@/lib/core/notifications/types";
import type { Query } from "@/lib/kit/db";
import { Digest } from "./preferences-schemas";

/** The choices of a member that are not the defaults, as stored. */
export const StoredChoices = z.record(z.string(), z.partialRecord(z.enum(["in_app", "email", "push"]), z.boolean()));
export type StoredChoices = z.infer<typeof StoredChoices>;

/** How a member is told. */
export type Profile = Timing & {
  userId: string;
  email: string;
  /** Whether the email is known to be the member's: nobody else shall get their mail. */
  isConfirmed: boolean;
  isActive: boolean;
  choices: StoredChoices;
  /** Browsers that take push messages. */
  browsers: number;
};

/** Why a channel does not take a notification at all. */
export type SkipReason = "preference" | "no_browser" | "own_mail" | "unconfirmed";
export type Skipped = Partial<Record<Channel, SkipReason>>;

/** Where nobody chose a time zone, hours are those of UTC. */
const NO_ZONE = "UTC";

type Row = Omit<Profile, "choices" | "digest" | "timeZone"> & {
  choices: unknown;
  digest: string | null;
  timeZone: string | null;
};

const PROFILES = `
  SELECT u.id AS "userId", u.email, u.email_key IS NOT NULL AS "isConfirmed", u.deactivated_at IS NULL AS "isActive", p.choices, p.quiet_from AS "quietFrom",
    p.quiet_to AS "quietTo", p.digest, s.time_zone AS "timeZone",
    (SELECT count(*)::int FROM push_subscriptions b WHERE b.user_id = u.id) AS browsers
  FROM users u
  LEFT JOIN notification_preferences p ON p.user_id = u.id
  LEFT JOIN settings s ON s.user_id = u.id
  WHERE u.id = ANY ($1::uuid[])`;

/** The profiles of members, by id. Whoever is gone has none. */
export async function readProfiles(query: Query, userIds: string[]): Promise<Map<string, Profile>> {
  const rows = await query<Row>("notifications.profiles", PROFILES, [userIds]);
  return new Map(rows.map((row) => [row.userId, toProfile(row)]));
}

const toProfile = ({ choices, digest, timeZone, ...row }: Row): Profile => ({
  ...row,
  choices: StoredChoices.parse(choices ?? {}),
  digest: Digest.parse(digest ?? "none"),
  timeZone: timeZone ?? NO_ZONE,
});

/** What a member takes of a type, defaults filled in. */
export const channelsOf = (choices: StoredChoices, type: NotificationType): Channels => ({
  ...defaultChannels(type),
  ...choices[type],
});

/** Whether a member wants this type over this channel. */
export const wants = ({ choices }: Profile, type: NotificationType, channel: Channel): boolean =>
  isLocked(type, channel) || channelsOf(choices, type)[channel];

/** The channels that do not take a notification of this type, each with the reason. */
export function skippedChannels(profile: Profile, type: NotificationType, hasOwnMail: boolean): Skipped {
  const skipped: Skipped = {};
  if (!wants(profile, type, "in_app")) skipped.in_app = "preference";
  if (!profile.isConfirmed) skipped.email = "unconfirmed";
  else if (hasOwnMail) skipped.email = "own_mail";
  else if (!wants(profile, type, "email")) skipped.email = "preference";
  if (!wants(profile, type, "push")) skipped.push = "preference";
  else if (profile.browsers === 0) skipped.push = "no_browser";
  return skipped;
}
