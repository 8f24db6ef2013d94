import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { spanIn, textIn } from "@/app/admin/log-query";
import { adminContext } from "@/app/page-context";
import { AuditTable } from "@/components/admin/audit/audit-table";
import { LogFilter } from "@/components/admin/log-filter";
import { PageHeading } from "@/components/layout/page-heading";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { words } from "@/components/words";
import { listAudit } from "@/lib/core/audit/list-audit";
import { findMembers } from "@/lib/core/members/store";
import { Id } from "@/lib/shared/ids";

export const metadata: Metadata = { title: "Audit log" };

const LIMIT = 50;
const actions = [{ value: "", label: "Every action" }, ...words.choices.audited];

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ searchParams }: Props) {
  const ctx = (await adminContext("/admin/audit")) ?? notFound();
  const asked = await searchParams;
  const { from, to, moments } = spanIn(asked);
  const { data: actorId } = Id.safeParse(asked.actorId);
  const [action, targetId] = [textIn(asked, "action"), textIn(asked, "targetId")];
  const filter = { ...(actorId && { actorId }), ...(targetId && { targetId }), ...(action && { action }), ...moments };
  const [first, kept] = await Promise.all([
    listAudit(ctx, { ...filter, limit: LIMIT }),
    keptOf({ ...(actorId && { actorId }), ...(targetId && { targetId }) }),
  ]);
  const query = new URLSearchParams(filter).toString();
  return (
    <>
      <PageHeading
        title="Audit log"
        lead="Each entry is encrypted with the one before it: “throng verify-audit” finds any that was changed or removed."
      />
      <LogFilter
        key={`filter ${query}`}
        path="/admin/audit"
        exportPath="/admin/audit/export"
        selects={[{ label: "Which action", name: "action", value: action ?? "", choices: actions }]}
        {...{ from, to, kept, query }}
      />
      <Card aria-label="Audit log" className="overflow-hidden">
        {first.items.length > 0 ? (
          <AuditTable key={query} first={first} path={`/admin/audit?limit=${LIMIT}&${query}`} />
        ) : (
          <EmptyState icon={ScrollText} title="No entries">
            {query ? "Nothing fits. Show more days or another action." : "What concerns security shows up here."}
          </EmptyState>
        )}
      </Card>
    </>
  );
}

/** Whose doings the log is narrowed to, and to what they were done. */
async function keptOf(ids: { actorId?: string; targetId?: string }) {
  const members = await findMembers(Object.values(ids).filter((id) => Id.safeParse(id).success));
  return Object.entries(ids).map(([name, value]) => {
    const who = members.get(value)?.displayName ?? (Id.safeParse(value).success ? "one" : value);
    return { name, value, label: name === "actorId" ? `Done by ${who}` : `Done to ${who}` };
  });
}
