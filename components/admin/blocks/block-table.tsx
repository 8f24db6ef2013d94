"use client";

import { useRouter } from "next/navigation";
import { figure } from "@/components/admin/figures";
import { Badge } from "@/components/ui/badge";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { MoreButton } from "@/components/ui/more-button";
import { type Column, Table } from "@/components/ui/table";
import { Ago, Moment } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { useAttempt } from "@/components/ui/use-attempt";
import { usePages } from "@/components/ui/use-pages";
import { api } from "@/lib/client/api";
import type { BlockView } from "@/lib/core/ip-blocks/schemas";
import type { Page } from "@/lib/shared/page";
import { blockWords } from "./block-words";

const columns: Column<BlockView>[] = [
  {
    name: "IP",
    isTitle: true,
    cell: ({ range }) => (
      <span className="inline-block min-w-36 break-all font-medium font-mono text-[0.8125rem]">{range}</span>
    ),
  },
  { name: "Kept from", cell: blockWords },
  { name: "Reason", cell: ({ reason }) => <span className="wrap-anywhere">{reason}</span> },
  { name: "Set by", cell: (block) => <Author block={block} /> },
  { name: "Until", cell: ({ expiresAt }) => (expiresAt ? <Moment at={expiresAt} /> : "it is lifted") },
  { name: "Hits", numeric: true, cell: (block) => <Hits block={block} /> },
  { name: "Lift", isAction: true, cell: (block) => <Lift block={block} /> },
];

/** The IPs that are blocked now. */
export function BlockTable({ first, path }: { first: Page<BlockView>; path: string }) {
  const pages = usePages(first, path);
  return (
    <>
      <Table caption="Blocked IPs" columns={columns} rows={pages.items} rowKey={({ id }) => id} />
      <MoreButton label="Older blocks" {...pages} />
    </>
  );
}

function Author({ block: { automatic, createdBy, createdAt } }: { block: BlockView }) {
  return (
    <>
      {automatic ? <Badge>By itself</Badge> : <span className="wrap-anywhere">{createdBy?.displayName ?? "–"}</span>}
      <span className="block text-faint text-xs">
        <Moment at={createdAt} />
      </span>
    </>
  );
}

function Hits({ block: { hits, lastHitAt } }: { block: BlockView }) {
  return (
    <>
      {figure(hits)}
      {lastHitAt && (
        <span className="block text-faint text-xs">
          last <Ago at={lastHitAt} />
        </span>
      )}
    </>
  );
}

function Lift({ block: { id, range } }: { block: BlockView }) {
  const router = useRouter();
  const { pending, attempt } = useAttempt();
  const lift = () =>
    attempt("The block still holds", async () => {
      await api("DELETE", `/admin/ip-blocks/${id}`);
      toast({ title: `${range} is free again` });
      router.refresh();
    });
  return (
    <ConfirmButton
      title={`Lift the block of ${range}?`}
      consequence="It may ask again at once. If it misbehaves, it can be blocked again."
      verb="Lift"
      size="sm"
      pending={pending}
      onConfirm={lift}
    >
      Lift<span className="sr-only"> the block of {range}</span>
    </ConfirmButton>
  );
}
