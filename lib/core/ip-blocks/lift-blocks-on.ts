import { z } from "zod";
import { publishBlocks } from "@/lib/core/engine/ip-blocks/blocks";
import { BlockLevel } from "@/lib/core/engine/ip-blocks/schemas";
import { activeBlocks, liftBlockRows } from "@/lib/core/engine/ip-blocks/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { contains, parseRange, type Range } from "@/lib/kit/ip";
import { transact } from "@/lib/kit/transact";
import { invalid } from "@/lib/shared/errors";
import { CreateBlockInput } from "./schemas";

const Lifted = z.strictObject({ range: z.string(), level: BlockLevel, reason: z.string() });

/** Ends every block that keeps the whole of an IP or range out, on every process. Errors: invalid_input on `range`. */
export const liftBlocksOn = defineVerb({
  name: "ipBlocks.liftOn",
  access: "admin",
  input: CreateBlockInput.pick({ range: true }),
  output: z.strictObject({ items: z.array(Lifted) }),
  async run(ctx, { range }) {
    const asked = parseRange(range) ?? invalid("range", "is no IP and no range");
    const covering = (await activeBlocks()).filter((block) => covers(parseRange(block.range), asked));
    const ids = covering.map(({ id }) => id);
    const lifted = await transact((tx, afterCommit) => {
      publishBlocks(afterCommit);
      return liftBlockRows(tx, ctx, ids);
    });
    ctx.log.info({ event: "admin_action", range, count: lifted.length }, "IP blocks lifted");
    return { items: lifted.map(({ range: text, level, reason }) => Lifted.parse({ range: text, level, reason })) };
  },
});

const covers = (block: Range | undefined, { base, bits }: Range): boolean =>
  block !== undefined && block.bits <= bits && contains(block, base.toString());
