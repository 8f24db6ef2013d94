import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { Id } from "@/lib/shared/ids";
import { readCursor, toPage } from "@/lib/shared/page";
import { watchOf } from "./permissions";
import { presentRun } from "./present";
import { ListRunsInput, RunPage } from "./watch-schemas";
import { listRunRows } from "./watch-store";

const Position = z.tuple([z.iso.datetime(), Id]);

/** What the runs of a watch brought, newest first. Errors: not_found, invalid_input. */
export const listRuns = defineVerb({
  name: "watches.listRuns",
  access: "member",
  reads: true,
  input: ListRunsInput,
  output: RunPage,
  async run(ctx, { watchId, limit, cursor }) {
    await watchOf(ctx, watchId);
    const rows = await listRunRows(watchId, limit + 1, readCursor(cursor, Position));
    return toPage(rows, limit, ({ startedAt, id }) => [startedAt.toISOString(), id], presentRun);
  },
});
