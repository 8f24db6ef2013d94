import { z } from "zod";
import { listActiveBlocks } from "@/lib/core/engine/ip-blocks/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { Id } from "@/lib/shared/ids";
import { readCursor, toPage } from "@/lib/shared/page";
import { authorsOf, presentBlock } from "./present";
import { BlockPage, ListBlocksInput } from "./schemas";

/** The blocks in force, newest first. */
export const listBlocks = defineVerb({
  name: "ipBlocks.list",
  access: "admin",
  reads: true,
  input: ListBlocksInput,
  output: BlockPage,
  async run(_ctx, { limit, cursor }) {
    const before = readCursor(cursor, z.tuple([Id]));
    const rows = await listActiveBlocks(limit + 1, before?.[0]);
    const authors = await authorsOf(rows);
    return toPage(
      rows,
      limit,
      (row) => [row.id],
      (row) => presentBlock(row, authors),
    );
  },
});
