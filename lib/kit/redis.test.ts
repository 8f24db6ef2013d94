import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { overrideEnv } from "./env";
import { log } from "./log";
import { closeRedis, duplicateRedis, redis, redisReady } from "./redis";
import { testRedis } from "./testing/redis";

const PATIENT = { timeout: 60_000 };

const server = testRedis();
const client = () => redis() ?? expect.fail("REDIS_URL is not set");

test("has no client without REDIS_URL", () => {
  expect(redis()).toBeUndefined();
  expect(duplicateRedis("test")).toBeUndefined();
});

describe.skipIf(!server)("the Redis client (needs redis-server)", () => {
  beforeAll(() => {
    overrideEnv({ REDIS_URL: server?.url });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  afterAll(closeRedis);

  test("is one per process, and answers plain values", async () => {
    expect(redis()).toBe(redis());
    expect(await redisReady(client(), 5_000)).toBe(true);
    await client().hSet("hash", { a: "1" });
    expect(await client().sendCommand(["HGETALL", "hash"])).toEqual(["a", "1"]);
  });

  test("rejects at once while Redis is away, logs the outage once, and comes back by itself", async () => {
    await redisReady(client(), 5_000);
    const [warn, info] = [vi.spyOn(log(), "warn"), vi.spyOn(log(), "info")];
    await server?.stop();
    await vi.waitFor(() => expect(client().isReady).toBe(false), PATIENT);
    await expect(client().get("a")).rejects.toThrow("offline");
    expect(await redisReady(client(), 600)).toBe(false);
    await server?.start();
    await vi.waitFor(async () => expect(await client().set("a", "1")).toBe("OK"), PATIENT);
    expect(warn.mock.calls.filter(([, text]) => text === "Redis is away")).toHaveLength(1);
    await vi.waitFor(() => expect(info.mock.calls.map(([, text]) => text)).toEqual(["Redis is back"]), PATIENT);
  });

  test("drops a connection to a Redis that hangs, although commands are written to it, and comes back", async () => {
    await redisReady(client(), 5_000);
    const [warn, info] = [vi.spyOn(log(), "warn"), vi.spyOn(log(), "info")];
    server?.pause();
    const hanging = expect(client().get("a")).rejects.toThrow();
    const writing = setInterval(() => {
      client()
        .get("a")
        .catch(() => undefined);
    }, 100);
    await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(1), { timeout: 60_000, interval: 50 });
    await hanging;
    clearInterval(writing);
    expect(info).not.toHaveBeenCalled();
    server?.resume();
    await vi.waitFor(async () => expect(await client().set("a", "1")).toBe("OK"), PATIENT);
  });

  test("ends all its connections, and makes a new one when asked again", async () => {
    const before = client();
    const duplicate = duplicateRedis("test") ?? expect.fail("no duplicate");
    await redisReady(duplicate, 5_000);
    await closeRedis();
    expect([before.isOpen, duplicate.isOpen]).toEqual([false, false]);
    expect(redis()).not.toBe(before);
    expect(await redisReady(client(), 5_000)).toBe(true);
  });
});
