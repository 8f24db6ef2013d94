import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { allCacheStats } from "./process-figures";
import { CacheStats } from "./schemas";

/** Hits, misses, size and evictions of every cache namespace over all processes, each since it started. */
export const getCache = defineVerb({
  name: "cache.get",
  access: "admin",
  reads: true,
  input: z.strictObject({}),
  output: z.strictObject({ items: z.array(CacheStats), nextCursor: z.null() }),
  run: async () => ({ items: allCacheStats(), nextCursor: null }),
});
