import type { Metadata } from "next";
import { memberContext } from "@/app/page-context";
import { Section } from "@/components/layout/section";
import { NotificationSettings } from "@/components/settings/notifications/notification-settings";
import { PushSection } from "@/components/settings/notifications/push-section";
import { getPreferences, listBrowsers } from "@/lib/core/notifications";

export const metadata: Metadata = { title: "Notifications" };

export default async function NotificationSettingsPage() {
  const ctx = await memberContext("/settings/notifications");
  const [preferences, browsers] = await Promise.all([
    getPreferences(ctx, { userId: "me" }),
    listBrowsers(ctx, { userId: "me" }),
  ]);
  return (
    <>
      <NotificationSettings first={preferences} />
      <Section
        title="Push messages"
        lead="They come from your browser, also while no page of Throng is open, until you sign out in it."
        flush
      >
        <PushSection browsers={browsers} />
      </Section>
    </>
  );
}
