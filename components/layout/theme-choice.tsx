"use client";

import { Monitor, Moon, Sun, SunMoon } from "lucide-react";
import { useContext } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuChoice } from "@/components/ui/menu";
import { useAttempt } from "@/components/ui/use-attempt";
import { MemberContext } from "@/lib/client/member";
import { saveSettings } from "@/lib/client/settings";
import { setTheme, useTheme } from "@/lib/client/theme";
import type { Theme } from "@/lib/client/theme-cookie";

export const themes = [
  { value: "system", label: "As my device", icon: <Monitor aria-hidden="true" /> },
  { value: "light", label: "Light", icon: <Sun aria-hidden="true" /> },
  { value: "dark", label: "Dark", icon: <Moon aria-hidden="true" /> },
] as const;

/** The theme and how to change it: on this page at once, for a member on their other devices too. */
export function useThemeChoice(): [Theme, (theme: Theme) => void] {
  const member = useContext(MemberContext);
  const { attempt } = useAttempt();
  const choose = (theme: Theme) => {
    setTheme(theme);
    if (member) attempt("The theme holds on this device only", () => saveSettings(member.settings, { theme }));
  };
  return [useTheme(), choose];
}

/** The theme as a group inside another menu. */
export function ThemeChoice() {
  const [theme, choose] = useThemeChoice();
  return <MenuChoice label="Theme" value={theme} onChange={choose} choices={themes} />;
}

/** The theme as a button of its own, for pages without an account menu. */
export function ThemeMenu() {
  return (
    <Menu
      trigger={
        <IconButton label="Theme" side="bottom">
          <SunMoon />
        </IconButton>
      }
    >
      <ThemeChoice />
    </Menu>
  );
}
