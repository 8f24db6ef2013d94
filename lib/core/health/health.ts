import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { pool } from "@/lib/kit/db";
import { succeedsWithin } from "@/lib/kit/deadline";
import { isDiskTight } from "@/lib/kit/disk";
import { redis } from "@/lib/kit/redis";
import { fail } from "@/lib/shared/errors";

/** Alive: the process answers. */
export const getHealth = defineVerb({
  name: "health.live",
  access: "anyone",
  reads: true,
  input: z.strictObject({}),
  output: z.strictObject({ status: z.literal("ok") }),
  run: async () => ({ status: "ok" as const }),
});

/** How long a part may take to say that it is there, in milliseconds. */
const PATIENCE_MS = 1_000;

/** Ready: the database answers, and Redis where one is set. With a full disk it still answers, and says so. Errors: unavailable. */
export const getReadiness = defineVerb({
  name: "health.ready",
  access: "anyone",
  reads: true,
  input: z.strictObject({}),
  output: z.strictObject({ status: z.literal("ready"), checks: z.record(z.string(), z.enum(["ok", "full"])) }),
  async run() {
    const checks: [string, Promise<unknown>][] = [["database", pool().query("SELECT 1")]];
    const client = redis();
    if (client) checks.push(["redis", client.ping()]);
    const results = await Promise.all(
      checks.map(async ([name, check]) => [name, await succeedsWithin(check, PATIENCE_MS)] as const),
    );
    const failed = results.filter(([, ok]) => !ok).map(([name]) => name);
    if (failed.length > 0) fail("unavailable", `Not ready: ${failed.join(", ")}.`, { retryAfter: 2 });
    const answering = Object.fromEntries(results.map(([name]) => [name, "ok" as const]));
    return { status: "ready" as const, checks: isDiskTight() ? { ...answering, disk: "full" as const } : answering };
  },
});
