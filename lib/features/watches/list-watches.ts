import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { Id } from "@/lib/shared/ids";
import { readCursor, toPage } from "@/lib/shared/page";
import { quotaOf } from "./owner-quota";
import { viewWatches } from "./view-watch";
import { ListWatchesInput, type Watch, WatchPage } from "./watch-schemas";
import { countWatches, listWatchRows, type WatchRow } from "./watch-store";

const Position = z.tuple([z.iso.datetime(), Id]);

/** The caller's watches, newest first. Errors: invalid_input. */
export const listWatches = defineVerb({
  name: "watches.list",
  access: "member",
  reads: true,
  input: ListWatchesInput,
  output: WatchPage,
  async run({ actor }, { q, limit, cursor }) {
    const rows = await listWatchRows(actor.id, q, limit + 1, readCursor(cursor, Position));
    const views = new Map((await viewWatches(rows)).map((watch) => [watch.id, watch]));
    const position = ({ createdAt, id }: WatchRow) => [createdAt.toISOString(), id];
    const page = toPage(rows, limit, position, ({ id }) => views.get(id) as Watch);
    const isWhole = !q && !cursor && page.nextCursor === null;
    const count = isWhole ? rows.length : await countWatches(actor.id);
    return { ...page, count, quota: quotaOf(actor.role) };
  },
});
