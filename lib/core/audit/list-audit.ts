import { z } from "zod";
import { findEntries } from "@/lib/core/engine/audit/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { SEQ_MAX } from "@/lib/shared/bounds";
import { readSpan } from "@/lib/shared/moment";
import { readCursor, toPage } from "@/lib/shared/page";
import { membersOf, presentEntry } from "./present";
import { AuditPage, ListAuditInput } from "./schemas";

/** A place in the chain. */
const Place = z.tuple([z.int().min(1).max(SEQ_MAX)]);

/** The audit log, newest first, narrowed by actor, target, action and time. */
export const listAudit = defineVerb({
  name: "audit.list",
  access: "admin",
  reads: true,
  input: ListAuditInput,
  output: AuditPage,
  async run(_ctx, { limit, cursor, from, to, ...filter }) {
    const place = readCursor(cursor, Place);
    const rows = await findEntries({ ...filter, ...readSpan({ from, to }) }, limit + 1, place?.[0]);
    const members = await membersOf(rows.slice(0, limit));
    return toPage(
      rows,
      limit,
      ({ position }) => [position],
      (row) => presentEntry(row, members),
    );
  },
});
