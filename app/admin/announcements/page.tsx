import { Megaphone } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { adminContext } from "@/app/page-context";
import { AnnouncementTable } from "@/components/admin/announcements/announcement-table";
import { WriteAnnouncement } from "@/components/admin/announcements/write-announcement";
import { PageHeading } from "@/components/layout/page-heading";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { listAnnouncements } from "@/lib/core/notifications";

export const metadata: Metadata = { title: "Announcements" };

const LIMIT = 20;

export default async function AnnouncementsPage() {
  const ctx = (await adminContext("/admin/announcements")) ?? notFound();
  const first = await listAnnouncements(ctx, { limit: LIMIT });
  return (
    <>
      <PageHeading title="Announcements" lead="They reach members as notifications, at once where a page is open.">
        <WriteAnnouncement />
      </PageHeading>
      <Card className="overflow-hidden">
        {first.items.length > 0 ? (
          <AnnouncementTable first={first} path={`/admin/announcements?limit=${LIMIT}`} />
        ) : (
          <EmptyState icon={Megaphone} title="Nothing was announced yet">
            What everyone should know, you say once here.
          </EmptyState>
        )}
      </Card>
    </>
  );
}
