import type { Metadata } from "next";
import { memberContext } from "@/app/page-context";
import { Section } from "@/components/layout/section";
import { PrivacySettings } from "@/components/settings/privacy-settings";
import { ThemeSettings } from "@/components/settings/theme-settings";
import { TimeSettings } from "@/components/settings/time-settings";

export const metadata: Metadata = { title: "Preferences" };

export default async function PreferencesPage() {
  await memberContext("/settings/preferences");
  return (
    <>
      <Section title="Theme">
        <ThemeSettings />
      </Section>
      <Section title="Dates and times">
        <TimeSettings />
      </Section>
      <Section title="Privacy">
        <PrivacySettings />
      </Section>
    </>
  );
}
