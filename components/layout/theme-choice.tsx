"use client";

import { Monitor, Moon, Sun, SunMoon } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuChoice } from "@/components/ui/menu";
import { setTheme, useTheme } from "@/lib/client/theme";

const choices = [
  { value: "system", label: "As my device", icon: <Monitor aria-hidden="true" /> },
  { value: "light", label: "Light", icon: <Sun aria-hidden="true" /> },
  { value: "dark", label: "Dark", icon: <Moon aria-hidden="true" /> },
] as const;

/** The theme as a group inside another menu. */
export function ThemeChoice() {
  return <MenuChoice label="Theme" value={useTheme()} onChange={setTheme} choices={choices} />;
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
