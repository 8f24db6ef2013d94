"use client";

import { Switch } from "@/components/ui/switch";
import { useAttempt } from "@/components/ui/use-attempt";
import { useMember } from "@/lib/client/member";
import { saveSettings, useSettings } from "@/lib/client/settings";

/** What others may know of what the member does. */
export function PrivacySettings() {
  const { settings } = useMember();
  const { showPresence, features } = useSettings();
  const { attempt } = useAttempt();
  return (
    <div className="flex flex-col gap-4">
      <Switch
        label="Show when I am online"
        description="Otherwise others see neither that you are here nor when you were last."
        checked={showPresence}
        onChange={(on) => attempt("Not saved", () => saveSettings(settings, { showPresence: on }))}
      />
      <Switch
        label="Show how far I have read"
        description="Otherwise others in a room do not see which messages have reached you."
        checked={features.rooms?.showReadState !== false}
        onChange={(on) =>
          attempt("Not saved", () => saveSettings(settings, { features: { rooms: { showReadState: on } } }))
        }
      />
    </div>
  );
}
