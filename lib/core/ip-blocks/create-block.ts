import { publishBlocks } from "@/lib/core/engine/ip-blocks/blocks";
import { parseBlockRange } from "@/lib/core/engine/ip-blocks/range";
import { insertBlock, mayAddBlock } from "@/lib/core/engine/ip-blocks/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { contains, formatRange } from "@/lib/kit/ip";
import { transact } from "@/lib/kit/transact";
import { fail, invalid } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { authorsOf, presentBlock } from "./present";
import { BlockView, CreateBlockInput } from "./schemas";

/**
 * Blocks an IP or range on every process and cuts its open sockets. Never one's own IP.
 * Errors: invalid_input on `range`, conflict.
 */
export const createBlock = defineVerb({
  name: "ipBlocks.create",
  access: "admin",
  input: CreateBlockInput,
  output: BlockView,
  async run(ctx, { range, level, reason, minutes }) {
    const parsed = parseBlockRange(range);
    if (!parsed) return invalid("range", "must be an IP or a range such as 203.0.113.0/24 or 2001:db8::/48");
    if (contains(parsed, ctx.ip)) return fail("conflict", "This would block the IP you ask from.");
    if (!(await mayAddBlock())) return fail("conflict", "There are 10,000 blocks: lift some before you add one.");
    const createdById = ctx.actor.kind === "member" ? ctx.actor.id : undefined;
    const expiresAt = minutes === undefined ? null : new Date(Date.now() + minutes * 60_000);
    const block = { id: newId(), range: formatRange(parsed), level, reason, automatic: false, createdById, expiresAt };
    const row = await transact((tx, afterCommit) => {
      publishBlocks(afterCommit);
      return insertBlock(tx, ctx, block);
    });
    ctx.log.info({ event: "admin_action", range: row.range, level, reason }, "IP blocked");
    return presentBlock(row, await authorsOf([row]));
  },
});
