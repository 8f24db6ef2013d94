import { z } from "zod";
import { audit } from "@/lib/core/engine/audit/audit";
import { defineVerb } from "@/lib/core/verb/verb";
import { heardByAll } from "@/lib/kit/bus";
import { clearCaches } from "@/lib/kit/cache";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { allCacheStats } from "./process-figures";

/** Empties one cache namespace, or all, in every process. Errors: not_found. */
export const clearCache = defineVerb({
  name: "cache.clear",
  access: "admin",
  input: z.strictObject({ namespace: z.string().max(60).optional() }),
  output: z.undefined(),
  async run(ctx, { namespace }) {
    const known = namespace === undefined || allCacheStats().some(({ name }) => name === namespace);
    if (!known) return fail("not_found");
    // Before it is done: nothing is cleared without an entry.
    const target = { kind: "cache", id: namespace ?? "all" };
    await transact((tx) => audit(tx, ctx, { action: "cache.cleared", target }));
    clearCaches(namespace);
    await heardByAll();
    ctx.log.info({ event: "admin_action", namespace: namespace ?? "all" }, "cache cleared");
    return undefined;
  },
});
