"use client";

import { themes, useThemeChoice } from "@/components/layout/theme-choice";
import { Choice } from "@/components/ui/choice";

/** The theme, the same choice as in the account menu. */
export function ThemeSettings() {
  const [theme, choose] = useThemeChoice();
  return (
    <Choice
      label="Theme"
      name="theme"
      options={themes}
      value={theme}
      onChange={choose}
      className="grid-cols-1 sm:grid-cols-3"
    />
  );
}
