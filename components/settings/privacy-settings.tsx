"use client";

import { parts } from "@/components/parts";
import { Switch } from "@/components/ui/switch";
import { useAttempt } from "@/components/ui/use-attempt";
import { useMember } from "@/lib/client/member";
import { saveSettings, useSettings } from "@/lib/client/settings";

const choices = parts.flatMap(({ privacy }) => privacy ?? []);

/** What others may know of what the member does. */
export function PrivacySettings() {
  const { settings } = useMember();
  const chosen = new Map<string, unknown>(Object.entries(useSettings()));
  const { attempt } = useAttempt();
  return (
    <div className="flex flex-col gap-4">
      {choices.map(({ setting, ...words }) => (
        <Switch
          key={setting}
          {...words}
          checked={chosen.get(setting) === true}
          onChange={(on) => attempt("Not saved", () => saveSettings(settings, { [setting]: on }))}
        />
      ))}
    </div>
  );
}
