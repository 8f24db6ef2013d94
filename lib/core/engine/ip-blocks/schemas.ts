import { z } from "zod";

/** What a block keeps an IP from: signing in, changing anything, or everything. Each holds the ones before it. */
export const BlockLevel = z.enum(["sign_in", "writes", "all"]);

export type BlockLevel = z.infer<typeof BlockLevel>;
