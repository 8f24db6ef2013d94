import { describe, expect, test } from "vitest";
import { anonymous, makeContext } from "@/lib/core/context";
import { useDatabase } from "@/lib/kit/db";
import { env, overrideEnv } from "@/lib/kit/env";
import { closeRedis, redis, redisReady } from "@/lib/kit/redis";
import { forget } from "@/lib/kit/remember";
import { testDatabase } from "@/lib/kit/testing/database";
import { testRedis } from "@/lib/kit/testing/redis";
import { getHealth, getReadiness } from "./health";

const database = testDatabase();
const server = testRedis();
const ctx = () => makeContext(anonymous);

test("is alive whatever else is not", async () => {
  expect(await getHealth(ctx(), {})).toEqual({ status: "ok" });
});

test("is ready when the database answers, and not when it does not", async () => {
  expect(await getReadiness(ctx(), {})).toEqual({ status: "ready", checks: { database: "ok" } });
  reconnect("postgresql://127.0.0.1:1/nothing");
  await expect(getReadiness(ctx(), {})).rejects.toMatchObject({
    code: "unavailable",
    message: "Not ready: database.",
    extras: { retryAfter: 2 },
  });
  reconnect(database.url);
  expect((await getReadiness(ctx(), {})).status).toBe("ready");
});

describe.skipIf(!server)("with Redis (needs redis-server)", () => {
  test("is ready when both answer, and names what does not, also when it hangs", async () => {
    overrideEnv({ REDIS_URL: server?.url });
    const client = redis();
    if (client) await redisReady(client, 5_000);
    expect((await getReadiness(ctx(), {})).checks).toEqual({ database: "ok", redis: "ok" });
    server?.pause();
    await expect(getReadiness(ctx(), {})).rejects.toMatchObject({ message: "Not ready: redis." });
    server?.resume();
    await expect.poll(async () => (await getReadiness(ctx(), {})).status).toBe("ready");
    await closeRedis();
    overrideEnv({ ...env(), REDIS_URL: undefined });
  });
});

/** Points this process at another database from the next connection on. */
function reconnect(url: string): void {
  forget("db");
  forget("pool");
  useDatabase(url);
}
