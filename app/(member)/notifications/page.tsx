import type { Metadata } from "next";
import { memberContext, pathWith } from "@/app/page-context";
import { NotificationList } from "@/components/notifications/notification-list";
import { listNotifications } from "@/lib/core/notifications";
import { NotificationFilter, NotificationType } from "@/lib/core/notifications/inbox/schemas";

export const metadata: Metadata = { title: "Notifications" };

type Props = { searchParams: Promise<{ filter?: string | string[]; type?: string | string[] }> };

export default async function NotificationsPage({ searchParams }: Props) {
  const query = await searchParams;
  const ctx = await memberContext(pathWith("/notifications", query));
  const { data: filter = "all" } = NotificationFilter.safeParse(query.filter);
  const { data: type } = NotificationType.safeParse(query.type);
  // The whole list is what the shell read already.
  const isWhole = filter === "all" && type === undefined;
  const first = isWhole ? undefined : await listNotifications(ctx, { userId: "me", filter, type, limit: 20 });
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-6 px-4 py-8 sm:px-8">
      <NotificationList filter={filter} type={type} first={first} />
    </div>
  );
}
