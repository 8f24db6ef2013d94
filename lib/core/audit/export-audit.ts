import { audit } from "@/lib/core/audit/audit";
import { FileAnswer, fileOf } from "@/lib/core/http/file";
import { defineVerb } from "@/lib/core/http/verb";
import { db } from "@/lib/kit/db";
import { readSpan } from "./list-audit";
import { membersOf, presentEntry } from "./present";
import { type AuditView, ExportAuditInput } from "./schemas";
import { findEntries } from "./store";

/** Entries in one file. Of more, narrow the time. */
const EXPORT_MAX = 10_000;

/** The newest 10,000 entries that the filter leaves, as a file with the hashes that prove them. Exporting is audited. */
export const exportAudit = defineVerb({
  name: "admin.exportAudit",
  access: "admin",
  reads: true,
  input: ExportAuditInput,
  output: FileAnswer,
  async run(ctx, { format, from, to, ...filter }) {
    const rows = await findEntries({ ...filter, ...readSpan({ from, to }) }, EXPORT_MAX);
    const after = { ...filter, from, to, format, entries: rows.length };
    const target = { kind: "audit_log", id: "all" };
    await db().$transaction((tx) => audit(tx, ctx, { action: "audit.exported", target, after }));
    const members = await membersOf(rows);
    const entries = rows.map((row) => presentEntry(row, members));
    return fileOf("audit", format, entries, columnsOf);
  },
});

const columnsOf = ({ actor, onBehalfOf, target, before, after, ...entry }: AuditView) => ({
  position: entry.position,
  at: entry.at,
  actor_kind: actor.kind,
  actor: actor.member?.username ?? actor.name,
  actor_id: actor.id,
  on_behalf_of: onBehalfOf?.id ?? null,
  address: entry.address,
  action: entry.action,
  target_kind: target.kind,
  target: target.member?.username ?? null,
  target_id: target.id,
  before: before && JSON.stringify(before),
  after: after && JSON.stringify(after),
  previous_hash: entry.previousHash,
  hash: entry.hash,
});
