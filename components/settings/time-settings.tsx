"use client";

import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/field";
import { SearchSelect } from "@/components/ui/search-select";
import { useAttempt } from "@/components/ui/use-attempt";
import { useMember } from "@/lib/client/member";
import { saveSettings, useSettings } from "@/lib/client/settings";
import { fullTime, useDeviceZone, useNow, useTimeZone } from "@/lib/client/time";
import type { Settings } from "@/lib/core/settings/schemas";
import { currentZone } from "@/lib/shared/time-zones";
import { zoneItems, zoneWords } from "./time-zones";

/** Languages by their own name, as people look for them. */
const languages = [
  { value: "", label: "English" },
  { value: "en-US", label: "English (United States)" },
  { value: "cs-CZ", label: "Čeština" },
  { value: "da-DK", label: "Dansk" },
  { value: "de-DE", label: "Deutsch" },
  { value: "de-AT", label: "Deutsch (Österreich)" },
  { value: "de-CH", label: "Deutsch (Schweiz)" },
  { value: "es-ES", label: "Español" },
  { value: "es-MX", label: "Español (México)" },
  { value: "fr-FR", label: "Français" },
  { value: "it-IT", label: "Italiano" },
  { value: "hu-HU", label: "Magyar" },
  { value: "nl-NL", label: "Nederlands" },
  { value: "nb-NO", label: "Norsk" },
  { value: "pl-PL", label: "Polski" },
  { value: "pt-PT", label: "Português" },
  { value: "pt-BR", label: "Português (Brasil)" },
  { value: "ro-RO", label: "Română" },
  { value: "fi-FI", label: "Suomi" },
  { value: "sv-SE", label: "Svenska" },
  { value: "tr-TR", label: "Türkçe" },
  { value: "el-GR", label: "Ελληνικά" },
  { value: "uk-UA", label: "Українська" },
  { value: "hi-IN", label: "हिन्दी" },
  { value: "ja-JP", label: "日本語" },
  { value: "ko-KR", label: "한국어" },
  { value: "zh-CN", label: "中文" },
];

const UNKNOWN = [{ value: "", label: "As this device" }];

/** How dates and times are shown to the member, everywhere. */
export function TimeSettings() {
  const { settings } = useMember();
  const { timeZone, locale } = useSettings();
  const { attempt } = useAttempt();
  // The list is this browser's: the server may know others, so it is made once the page is here.
  const device = useDeviceZone();
  const items = useMemo(() => (device === "" ? UNKNOWN : zoneItems(device, timeZone)), [device, timeZone]);
  const save = (changes: Partial<Settings>) => attempt("Not saved", () => saveSettings(settings, changes));
  const isListed = languages.some(({ value }) => value === (locale ?? ""));
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-2">
        <SearchSelect
          label="Time zone"
          search="Search by city"
          items={items}
          value={currentZone(timeZone ?? "")}
          onChange={(zone) => save({ timeZone: zone === "" ? null : zone })}
          nothing="No time zone goes by that name. Try a large city nearby."
        />
        <DeviceZone chosen={timeZone} onUse={() => save({ timeZone: null })} />
      </div>
      <SelectField
        label="Language of dates"
        name="locale"
        description="How dates and times of day are written. The words of Throng itself are English."
        choices={isListed ? languages : [...languages, { value: locale ?? "", label: locale ?? "" }]}
        value={locale ?? ""}
        onValueChange={(tag: string) => save({ locale: tag === "" ? null : tag })}
      />
      <Sample />
    </div>
  );
}

function DeviceZone({ chosen, onUse }: { chosen: string | null; onUse: () => void }) {
  const device = useDeviceZone();
  if (device === "" || chosen === null || currentZone(chosen) === currentZone(device)) return null;
  return (
    <Button look="plain" size="sm" className="max-w-full self-start" onClick={onUse}>
      <span className="truncate">Use this device’s: {zoneWords(device)}</span>
    </Button>
  );
}

function Sample() {
  const zone = useTimeZone();
  const now = useNow();
  return (
    <p className="rounded-md bg-sunken px-3.5 py-2.5 text-sm">
      <span className="text-faint">Now it is </span>
      {now === 0 ? "…" : fullTime(new Date(now).toISOString(), zone)}
    </p>
  );
}
