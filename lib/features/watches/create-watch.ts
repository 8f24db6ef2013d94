import type { z } from "zod";
import type { Ctx, Member } from "@/lib/core/context";
import { defineVerb } from "@/lib/core/verb/verb";
import { type AfterCommit, type Tx, transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { quotaOf } from "./owner-quota";
import { publishWatch } from "./publish-watch";
import { hostOf, sourceUrl } from "./source-url";
import { viewWatch } from "./view-watch";
import { queueVisit } from "./visit-host";
import { CreateWatchInput, Watch } from "./watch-schemas";
import { countWatches, insertWatch, knowSource, lockOwner, type WatchRow } from "./watch-store";

type Plan = z.output<typeof CreateWatchInput>;

/** Makes a watch, which runs at once unless told otherwise. Errors: invalid_input, conflict when the member has as many as they may. */
export const createWatch = defineVerb({
  name: "watches.create",
  access: "member",
  rateLimits: ["scraper"],
  input: CreateWatchInput,
  output: Watch,
  async run(ctx, input) {
    const plan = { ...input, url: sourceUrl(input.url) };
    return viewWatch(await transact((tx, afterCommit) => addWatch(tx, afterCommit, ctx, plan)));
  },
});

/**
 * Stores a watch of the caller in a transaction; its URL is one that may be fetched.
 * @throws conflict when the member has as many as they may
 */
export async function addWatch(tx: Tx, afterCommit: AfterCommit, ctx: Ctx<Member>, plan: Plan): Promise<WatchRow> {
  const { id: ownerId, role } = ctx.actor;
  if (!(await lockOwner(tx, ownerId))) return fail("not_found");
  const quota = quotaOf(role);
  if ((await countWatches(ownerId, tx)) >= quota)
    return fail("conflict", `You have ${quota} watches, which is as many as you may.`);
  const { start, url, ...rest } = plan;
  const host = hostOf(url);
  const now = new Date();
  await knowSource(tx.query, { host, url });
  const begun = start ? { state: "running" as const, nextRunAt: now, isAsked: true } : {};
  const row = await insertWatch(tx, {
    id: newId(),
    ownerId,
    url,
    host,
    ...rest,
    ...begun,
    createdAt: now,
  });
  if (start) await queueVisit(tx, host, now);
  publishWatch(afterCommit, row);
  return row;
}
