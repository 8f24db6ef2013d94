import type { Metadata } from "next";
import { memberContext } from "@/app/page-context";
import { Section } from "@/components/layout/section";
import { DeliveryTable } from "@/components/notifications/delivery-table";
import { NotificationSettings } from "@/components/settings/notifications/notification-settings";
import { PushSection } from "@/components/settings/notifications/push-section";
import { getPreferences, listBrowsers, listDeliveryRecords } from "@/lib/core/notifications";

export const metadata: Metadata = { title: "Notifications" };

export default async function NotificationSettingsPage() {
  const ctx = await memberContext("/settings/notifications");
  const [preferences, browsers, records] = await Promise.all([
    getPreferences(ctx, { userId: "me" }),
    listBrowsers(ctx, { userId: "me" }),
    listDeliveryRecords(ctx, { userId: "me", limit: 10 }),
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
      <Section
        title="How they reached you"
        lead={records.items.length > 0 ? "Also those that are gone, for 30 days." : "None so far."}
        flush
      >
        {records.items.length > 0 && (
          <DeliveryTable first={records} path="/users/me/notification-deliveries?limit=30" />
        )}
      </Section>
    </>
  );
}
