import { z } from "zod";
import { MemberRef } from "@/lib/core/members/schemas";
import { settingsOf } from "@/lib/core/settings/types";
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

const CoreSettings = z.strictObject({
  /** A BCP 47 tag; decides how dates and times are written. Null: as English does. */
  locale: z.string().max(20).refine(isLocale, "must be a language such as en or de-CH").nullable(),
  /** Null: the zone of the device that shows it. */
  timeZone: TimeZone.nullable(),
  theme: z.enum(["system", "light", "dark"]),
  /** Whether others see that one is online, and when one was last seen. */
  showPresence: z.boolean(),
});

const FeatureFields = z.record(z.string(), z.record(z.string(), z.unknown()));

/** What a member chose for themselves, on every device. */
export const Settings = CoreSettings.extend({
  /** What features add, by feature. */
  features: FeatureFields,
  version: Version,
});
export type Settings = z.infer<typeof Settings>;

export const DEFAULT_SETTINGS: z.infer<typeof CoreSettings> = {
  locale: null,
  timeZone: null,
  theme: "system",
  showPresence: true,
};

/** What is named of a feature's settings must be what its own schema takes. */
const FeatureChanges = FeatureFields.superRefine((features, check) => {
  for (const [feature, changes] of Object.entries(features)) {
    const schema = settingsOf(feature);
    if (!schema) check.addIssue({ code: "custom", path: [feature], message: "is not a known field" });
    const issues = schema?.partial().safeParse(changes).error?.issues ?? [];
    for (const { path, message } of issues) check.addIssue({ code: "custom", path: [feature, ...path], message });
  }
});

export const GetSettingsInput = z.strictObject({ userId: MemberRef });
const Changes = CoreSettings.partial().extend({ features: FeatureChanges.optional() });
export type SettingsChanges = z.infer<typeof Changes>;
export const ChangeSettingsInput = Changes.extend({ userId: MemberRef });
