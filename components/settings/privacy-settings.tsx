"use client";

import { parts } from "@/components/parts";
import { Switch } from "@/components/ui/switch";
import { useAttempt } from "@/components/ui/use-attempt";
import { core } from "@/lib/client/core";
import { useMember } from "@/lib/client/member";
import { saveSettings, useSettings } from "@/lib/client/settings";
import type { Settings } from "@/lib/core/settings/schemas";

const choices = parts.flatMap((part) =>
  (part.privacy ?? []).map((choice) => ({ ...choice, feature: part === core ? undefined : part.name })),
);

type Place = { feature: string | undefined; setting: string };

/** The settings of a feature lie under its name. */
const chosenIn = (settings: Settings, { feature, setting }: Place): boolean =>
  new Map<string, unknown>(Object.entries(feature ? (settings.features[feature] ?? {}) : settings)).get(setting) ===
  true;

const changeOf = ({ feature, setting }: Place, on: boolean) =>
  feature ? { features: { [feature]: { [setting]: on } } } : { [setting]: on };

/** What others may know of what the member does. */
export function PrivacySettings() {
  const { settings } = useMember();
  const chosen = useSettings();
  const { attempt } = useAttempt();
  return (
    <div className="flex flex-col gap-4">
      {choices.map((choice) => (
        <Switch
          key={`${choice.feature}.${choice.setting}`}
          label={choice.label}
          description={choice.description}
          checked={chosenIn(chosen, choice)}
          onChange={(on) => attempt("Not saved", () => saveSettings(settings, changeOf(choice, on)))}
        />
      ))}
    </div>
  );
}
