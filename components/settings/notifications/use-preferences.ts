"use client";

import { useRef, useState } from "react";
import { useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import { useMember } from "@/lib/client/member";
import { saveSettings } from "@/lib/client/settings";
import { useDeviceZone } from "@/lib/client/time";
import type { NotificationPreferences } from "@/lib/core/notifications/preferences/preferences-schemas";

type Choices = NotificationPreferences["choices"];
type Changes = Partial<Omit<NotificationPreferences, "choices">> & {
  choices?: { [Type in keyof Choices]?: Partial<Choices[Type]> };
};

/**
 * The member's choices: a change shows at once, and is taken back when the server refuses it. Quiet hours and mornings are
 * those of a time zone: of this device, unless one was chosen.
 */
export function usePreferences(first: NotificationPreferences) {
  const [preferences, setPreferences] = useState(first);
  const [saved, setSaved] = useState(first);
  const last = useRef(0);
  const { attempt } = useAttempt();
  const { settings } = useMember();
  const device = useDeviceZone();
  const change = (shown: NotificationPreferences, changes: Changes) => {
    const turn = ++last.current;
    setPreferences(shown);
    attempt("Not saved", async () => {
      try {
        const needsZone = changes.quietHours || (changes.digest ?? "none") !== "none";
        if (needsZone && device && settings.get().timeZone === null) await saveSettings(settings, { timeZone: device });
        const stored = await api<NotificationPreferences>("PUT", "/users/me/notification-preferences", changes);
        setSaved(stored);
        if (turn === last.current) setPreferences(stored);
      } catch (error) {
        if (turn === last.current) setPreferences(saved);
        throw error;
      }
    });
  };
  return { preferences, change };
}
