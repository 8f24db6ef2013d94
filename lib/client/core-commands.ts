"use client";

import { CheckCheck, type LucideIcon, Monitor, Moon, Sun } from "lucide-react";
import type { Command } from "./feature";
import { readAllNotifications } from "./notification-actions";
import { saveSettings } from "./settings";
import { setTheme } from "./theme";
import type { Theme } from "./theme-cookie";

const themeCommand = (theme: Theme, label: string, icon: LucideIcon): Command => ({
  label,
  icon,
  keywords: "appearance colours mode",
  failed: "The theme holds on this device only",
  run: async ({ settings }) => {
    setTheme(theme);
    await saveSettings(settings, { theme });
  },
});

/** What core offers in the command palette besides its pages. */
export const coreCommands: readonly Command[] = [
  {
    label: "Mark all notifications read",
    icon: CheckCheck,
    failed: "Not marked as read",
    run: ({ notifications }) => readAllNotifications(notifications),
  },
  themeCommand("light", "Light theme", Sun),
  themeCommand("dark", "Dark theme", Moon),
  themeCommand("system", "Theme as my device", Monitor),
];
