"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { figure } from "@/components/admin/figures";
import { Badge } from "@/components/ui/badge";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { MoreButton } from "@/components/ui/more-button";
import { type Column, Table } from "@/components/ui/table";
import { Moment } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { useAttempt } from "@/components/ui/use-attempt";
import { usePages } from "@/components/ui/use-pages";
import { api } from "@/lib/client/api";
import type { AnnouncementView } from "@/lib/core/notifications/announcements/announcement-schemas";
import type { Page } from "@/lib/shared/page";
import { audienceWords, stateWords } from "./announcement-words";

const columns: Column<AnnouncementView>[] = [
  {
    name: "Announcement",
    isTitle: true,
    cell: ({ title, body }) => (
      <div className="wrap-anywhere min-w-48">
        <p className="font-medium">{title}</p>
        {body && <p className="line-clamp-2 text-soft">{body}</p>}
      </div>
    ),
  },
  { name: "To", cell: (row) => <span className="wrap-anywhere inline-block @2xl:min-w-28">{audienceWords(row)}</span> },
  { name: "State", cell: (row) => <State row={row} /> },
  {
    name: "By",
    cell: ({ createdBy }) => (
      <span className="wrap-anywhere inline-block @2xl:min-w-28">{createdBy?.displayName ?? "–"}</span>
    ),
  },
  { name: "Members", numeric: true, cell: ({ sentCount }) => figure(sentCount) },
  { name: "Recall", isAction: true, cell: (row) => <Recall row={row} /> },
];

/** How often the list is read anew while something goes out, in milliseconds. */
const FOLLOW_MS = 2_000;

/** Everything that was announced, newest first. */
export function AnnouncementTable({ first, path }: { first: Page<AnnouncementView>; path: string }) {
  const pages = usePages(first, path);
  const router = useRouter();
  const isGoingOut = first.items.some(({ state }) => state === "sending");
  useEffect(() => {
    if (!isGoingOut) return;
    const timer = setInterval(() => router.refresh(), FOLLOW_MS);
    return () => clearInterval(timer);
  }, [isGoingOut, router]);
  return (
    <>
      <Table caption="Announcements" columns={columns} rows={pages.items} rowKey={({ id }) => id} />
      <MoreButton label="Older announcements" {...pages} />
    </>
  );
}

function State({ row: { state, scheduledAt, sentAt, recalledAt, createdAt } }: { row: AnnouncementView }) {
  const { label, tone } = stateWords[state];
  const at = state === "scheduled" ? scheduledAt : state === "recalled" ? recalledAt : sentAt;
  return (
    <>
      <Badge tone={tone}>{label}</Badge>
      <span className="block text-faint text-xs">
        <Moment at={at ?? createdAt} />
      </span>
    </>
  );
}

function Recall({ row: { id, title, state } }: { row: AnnouncementView }) {
  const router = useRouter();
  const { pending, attempt } = useAttempt();
  if (state === "recalled") return null;
  const recall = () =>
    attempt("It was not recalled", async () => {
      await api("POST", `/admin/announcements/${id}/recall`, {});
      toast({ title: `“${title}” is recalled` });
      router.refresh();
    });
  return (
    <ConfirmButton
      title={`Recall “${title}”?`}
      consequence="Whoever has not read it does not see it any more. It cannot be sent again."
      verb="Recall"
      size="sm"
      pending={pending}
      onConfirm={recall}
    >
      Recall<span className="sr-only"> {title}</span>
    </ConfirmButton>
  );
}
