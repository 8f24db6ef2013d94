"use client";

import { Link } from "@/components/ui/link";
import { MoreButton } from "@/components/ui/more-button";
import { type Column, Table } from "@/components/ui/table";
import { Moment } from "@/components/ui/time";
import { usePages } from "@/components/ui/use-pages";
import { words } from "@/components/words";
import { sentence } from "@/lib/client/words";
import type { AuditView } from "@/lib/core/audit/schemas";
import type { Page } from "@/lib/shared/page";
import { Changes } from "./changes";

const linkStyles = "wrap-anywhere underline-offset-2 hover:underline";

const columns: Column<AuditView>[] = [
  {
    name: "What",
    isTitle: true,
    cell: ({ action, position, hash }) => (
      <span title={hash}>
        <span className="font-medium">{words.audit(action)}</span>{" "}
        <span className="text-faint text-xs tabular-nums">#{position}</span>
      </span>
    ),
  },
  {
    name: "Who",
    cell: ({ actor, ip }) => (
      <span className="flex flex-col @max-2xl:items-end">
        <Actor actor={actor} />
        {ip && <span className="break-all text-faint text-xs">{ip}</span>}
      </span>
    ),
  },
  { name: "Whom or what", cell: ({ target }) => <Target target={target} /> },
  { name: "Change", cell: ({ before, after }) => <Changes before={before} after={after} /> },
  { name: "When", numeric: true, cell: ({ at }) => <Moment at={at} /> },
];

/** The audit log, newest first. */
export function AuditTable({ first, path }: { first: Page<AuditView>; path: string }) {
  const pages = usePages(first, path);
  return (
    <>
      <Table caption="Audit log" columns={columns} rows={pages.items} rowKey={({ position }) => String(position)} />
      <MoreButton label="Earlier entries" {...pages} />
    </>
  );
}

function Actor({ actor: { kind, id, name, member } }: Pick<AuditView, "actor">) {
  if (kind === "system") return <span className="text-soft">{sentence((name ?? "").replace(/^\w+\./, ""))}</span>;
  if (id === null) return <span className="text-faint">A anonymousAt</span>;
  return (
    <Link href={`/admin/audit?actorId=${id}`} className={linkStyles}>
      {kind === "guest" ? "A guest" : (member?.displayName ?? "Someone who left")}
    </Link>
  );
}

function Target({ target: { kind, id, member } }: Pick<AuditView, "target">) {
  const name = kind === "member" ? (member?.displayName ?? "Someone who left") : targetWords(kind, id);
  return (
    <Link href={`/admin/audit?targetId=${encodeURIComponent(id)}`} className={linkStyles}>
      {name}
    </Link>
  );
}

/** The kind of thing, with its name where that says something: `Rate limit chat`. */
const targetWords = (kind: string, id: string): string =>
  /^[0-9a-f]{8}-/.test(id) || id === "all" ? sentence(kind) : `${sentence(kind)} ${id}`;
