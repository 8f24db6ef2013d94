import { z } from "zod";
import { MemberRef } from "@/lib/core/members/schemas";
import { canonicalZone } from "@/lib/shared/time-zones";
import { Version } from "@/lib/shared/version";

const isLocale = (text: string): boolean => {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
};

/** An IANA name, kept as the one name the zone has: what is made once for each name stays bounded. */
export const TimeZone = z
  .string()
  .max(60)
  .refine((text) => canonicalZone(text) !== undefined, "must be a time zone such as Europe/Berlin")
  .overwrite((text) => canonicalZone(text) ?? text);

const Choices = z.strictObject({
  /** A BCP 47 tag; decides how dates and times are written. Null: as English does. */
  locale: z.string().max(20).refine(isLocale, "must be a language such as en or de-CH").nullable(),
  /** Null: the zone of the device that shows it. */
  timeZone: TimeZone.nullable(),
  theme: z.enum(["system", "light", "dark"]),
  /** Whether others see that one is online, and when one was last seen. */
  showPresence: z.boolean(),
  /** Whether others in a room see how far one has read. */
  showReadState: z.boolean(),
});

/** What a member chose for themselves, on every device. */
export const Settings = Choices.extend({ version: Version });
export type Settings = z.infer<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = {
  locale: null,
  timeZone: null,
  theme: "system",
  showPresence: true,
  showReadState: true,
  version: 1,
};

export const GetSettingsInput = z.strictObject({ userId: MemberRef });
export const ChangeSettingsInput = Choices.partial().extend({ userId: MemberRef });
