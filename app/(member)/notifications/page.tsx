import type { Metadata } from "next";
import { memberContext } from "@/app/page-context";
import { NotificationList } from "@/components/notifications/notification-list";

export const metadata: Metadata = { title: "Notifications" };

export default async function NotificationsPage() {
  await memberContext("/notifications");
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-6 px-4 py-8 sm:px-8">
      <NotificationList />
    </div>
  );
}
