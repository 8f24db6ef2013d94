import { z } from "zod";
import { defineVerb } from "@/lib/core/http/verb";
import { cacheStats } from "@/lib/kit/cache";
import { CacheStats } from "./schemas";

/** Hits, misses, size and evictions of every cache namespace in the answering process. */
export const getCache = defineVerb({
  name: "admin.getCache",
  access: "admin",
  reads: true,
  input: z.strictObject({}),
  output: z.strictObject({ items: z.array(CacheStats), nextCursor: z.null() }),
  run: async () => ({ items: cacheStats(), nextCursor: null }),
});
