import { z } from "zod";
import { publishBlocks } from "@/lib/core/engine/ip-blocks/blocks";
import { liftBlockRows } from "@/lib/core/engine/ip-blocks/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { Id } from "@/lib/shared/ids";

/** Ends a block before its time, on every process. Errors: not_found. */
export const liftBlock = defineVerb({
  name: "ipBlocks.lift",
  access: "admin",
  input: z.strictObject({ blockId: Id }),
  output: z.undefined(),
  async run(ctx, { blockId }) {
    await transact(async (tx, afterCommit) => {
      if ((await liftBlockRows(tx, ctx, [blockId])).length === 0) return fail("not_found");
      return publishBlocks(afterCommit);
    });
    ctx.log.info({ event: "admin_action", blockId }, "IP block lifted");
    return undefined;
  },
});
