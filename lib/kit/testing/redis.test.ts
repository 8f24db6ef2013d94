import { createClient } from "redis";
import { describe, expect, test } from "vitest";
import { testRedis } from "./redis";

const redis = testRedis();

describe.skipIf(!redis)("testRedis (needs redis-server)", () => {
  test("starts an empty server that answers, and again after a stop", async () => {
    for (let round = 0; round < 2; round++) {
      const client = await createClient({ url: redis?.url }).connect();
      expect(await client.dbSize()).toBe(0);
      await client.set("a", "1");
      await client.close();
      await redis?.stop();
      await redis?.start();
    }
  });
});
