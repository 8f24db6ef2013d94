import { audit } from "@/lib/core/engine/audit/audit";
import { type EntryRow, findEntries } from "@/lib/core/engine/audit/store";
import { FileAnswer, fileOf } from "@/lib/core/verb/file";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { readSpan } from "@/lib/shared/moment";
import { membersOf, presentEntry } from "./present";
import { type AuditView, ExportAuditInput } from "./schemas";

/**
 * Every entry that the filter leaves, newest first, as a file with the hashes that prove them. Exporting is audited before
 * it is done.
 */
export const exportAudit = defineVerb({
  name: "audit.export",
  access: "admin",
  reads: true,
  input: ExportAuditInput,
  output: FileAnswer,
  async run(ctx, { format, from, to, ...filter }) {
    const after = { ...filter, from, to, format };
    const target = { kind: "audit_log", id: "all" };
    await transact((tx) => audit(tx, ctx, { action: "audit.exported", target, after }));
    const asked = { ...filter, ...readSpan({ from, to }) };
    return fileOf(
      "audit",
      format,
      (take, last: EntryRow | undefined) => findEntries(asked, take, last?.position),
      presentEntries,
      columnsOf,
    );
  },
});

async function presentEntries(rows: EntryRow[]): Promise<AuditView[]> {
  const members = await membersOf(rows);
  return rows.map((row) => presentEntry(row, members));
}

const columnsOf = ({ actor, onBehalfOf, target, before, after, ...entry }: AuditView) => ({
  position: entry.position,
  at: entry.at,
  actor_kind: actor.kind,
  actor: actor.member?.username ?? actor.name,
  actor_id: actor.id,
  on_behalf_of: onBehalfOf?.id ?? null,
  ip: entry.ip,
  action: entry.action,
  target_kind: target.kind,
  target: target.member?.username ?? null,
  target_id: target.id,
  before: before && JSON.stringify(before),
  after: after && JSON.stringify(after),
  previous_hash: entry.previousHash,
  hash: entry.hash,
});
