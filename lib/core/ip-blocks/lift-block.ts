import { z } from "zod";
import { announceBlocks } from "@/lib/core/engine/ip-blocks/blocks";
import { liftBlockRows } from "@/lib/core/engine/ip-blocks/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { Id } from "@/lib/shared/ids";

/** Ends a block before its time, on every process. Errors: not_found. */
export const liftBlock = defineVerb({
  name: "addressBlocks.lift",
  access: "admin",
  input: z.strictObject({ blockId: Id }),
  output: z.undefined(),
  async run(ctx, { blockId }) {
    const lifted = await db().$transaction((tx) => liftBlockRows(tx, ctx, [blockId]));
    if (lifted.length === 0) return fail("not_found");
    ctx.log.info({ event: "admin_action", blockId }, "address block lifted");
    await announceBlocks();
    return undefined;
  },
});
