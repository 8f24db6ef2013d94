import { type ChildProcess, spawn } from "node:child_process";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { closeBus, heardByAll, openBus, publish, publishHere, RESUMED, subscribe } from "./bus";
import { cache } from "./cache";
import { overrideEnv } from "./env";
import { log } from "./log";
import { closeRedis, duplicateRedis, redisReady } from "./redis";
import { testRedis } from "./testing/redis";

const server = testRedis();

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the bus within a process", () => {
  test("tells every subscriber of a topic at once", () => {
    const [one, other, anonymousAt] = [vi.fn(), vi.fn(), vi.fn()];
    const stops = [subscribe("news", one), subscribe("news", other), subscribe("weather", anonymousAt)];
    publish("news", { a: 1 });
    publishHere("news", { b: 2 });
    for (const handler of [one, other]) {
      expect(handler.mock.calls).toEqual([
        [{ a: 1 }, { local: true }],
        [{ b: 2 }, { local: true }],
      ]);
    }
    expect(anonymousAt).not.toHaveBeenCalled();
    for (const stop of stops) stop();
  });

  test("tells no one who stopped", () => {
    const handler = vi.fn();
    subscribe("news", handler)();
    publish("news", 1);
    expect(handler).not.toHaveBeenCalled();
  });

  test("survives handlers that throw or reject, and logs them", async () => {
    const error = vi.spyOn(log(), "error").mockImplementation(() => undefined);
    const handler = vi.fn();
    const stops = [
      subscribe("news", () => {
        throw new Error("thrown");
      }),
      subscribe("news", async () => {
        throw new Error("rejected");
      }),
      subscribe("news", handler),
    ];
    expect(() => publish("news", 1)).not.toThrow();
    expect(handler).toHaveBeenCalledTimes(1);
    await vi.waitFor(() => expect(error).toHaveBeenCalledTimes(2), PATIENT);
    for (const stop of stops) stop();
  });
});

/** A process of its own: publishes what it hears on `ask` again on `answer`, and empties `shared` when told to. */
function startEcho(url: string): ChildProcess {
  const code = `
    import { openBus, publish, subscribe } from "./lib/kit/bus.ts";
    import { cache } from "./lib/kit/cache.ts";
    const shared = cache({ name: "shared", ttlMs: 60_000, max: 10 });
    subscribe("ask", (data, { local }) => publish("answer", { data, local }));
    subscribe("drop", () => shared.invalidate("1"));
    subscribe("ask slowly", async (data) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      publish("answer", data);
    });
    await openBus();
    setInterval(() => publish("here", null), 10);
  `;
  const args = ["--import", "tsx", "--input-type=module", "--eval", code];
  return spawn(process.execPath, args, {
    env: { ...process.env, REDIS_URL: url },
    stdio: ["ignore", "inherit", "inherit"],
  });
}

/** For a busy machine. */
const PATIENT = { timeout: 60_000 };

describe.skipIf(!server)("the bus between processes (needs redis-server)", () => {
  let echo: ChildProcess;
  const heardFrom = async (topic: string) => {
    const handler = vi.fn();
    const stop = subscribe(topic, handler);
    await vi.waitFor(() => expect(handler).toHaveBeenCalled(), { timeout: 60_000, interval: 20 });
    stop();
    return handler;
  };
  beforeAll(async () => {
    overrideEnv({ REDIS_URL: server?.url });
    await openBus();
    echo = startEcho(server?.url ?? "");
    await heardFrom("here");
  });
  afterAll(async () => {
    echo.kill("SIGKILL");
    await closeBus();
    await closeRedis();
  });

  test("tells the other process once and its own once", async () => {
    const own = vi.fn();
    const answers = vi.fn();
    const stops = [subscribe("ask", own), subscribe("answer", answers)];
    publish("ask", { n: 1, text: "ü" });
    expect(own.mock.calls).toEqual([[{ n: 1, text: "ü" }, { local: true }]]);
    await vi.waitFor(() => expect(answers).toHaveBeenCalled(), PATIENT);
    await heardFrom("here");
    expect(answers.mock.calls).toEqual([[{ data: { n: 1, text: "ü" }, local: false }, { local: false }]]);
    expect(own).toHaveBeenCalledTimes(1);
    for (const stop of stops) stop();
  });

  test("waits until the other process has dealt with what it was told", async () => {
    const answers = vi.fn();
    const stop = subscribe("answer", answers);
    for (let n = 1; n <= 50; n++) {
      publish("ask", n);
      await heardByAll();
      expect(answers).toHaveBeenCalledTimes(n);
    }
    stop();
  });

  test("waits until what the other process does about it is done", async () => {
    const answers = vi.fn();
    const stop = subscribe("answer", answers);
    publish("ask slowly", 1);
    await heardByAll(15_000);
    expect(answers).toHaveBeenCalledTimes(1);
    stop();
  });

  test("does not wait for ever for a process that hangs", async () => {
    echo.kill("SIGSTOP");
    await heardByAll();
    echo.kill("SIGCONT");
    await heardFrom("here");
  });

  test("keeps to itself what is only for here", async () => {
    const answers = vi.fn();
    const stop = subscribe("answer", answers);
    publishHere("ask", 1);
    publish("ask", 2);
    await vi.waitFor(() => expect(answers).toHaveBeenCalled(), PATIENT);
    await heardFrom("here");
    expect(answers.mock.calls.map(([answer]) => answer.data)).toEqual([2]);
    stop();
  });

  test("drops a cached entry in every process", async () => {
    const shared = cache<string>({ name: "shared", ttlMs: 60_000, max: 10 });
    shared.set("1", "Ada");
    publish("drop", null);
    await vi.waitFor(() => expect(shared.peek("1")).toBeUndefined(), PATIENT);
  });

  test("never throws and says so once while Redis is away, and when it may have missed something", async () => {
    const warn = vi.spyOn(log(), "warn");
    const resumed = vi.fn();
    const stop = subscribe(RESUMED, resumed);
    await server?.stop();
    const complaints = () => warn.mock.calls.filter(([, text]) => text === "other processes could not be told");
    await vi.waitFor(() => {
      expect(() => publish("ask", "lost")).not.toThrow();
      expect(complaints()).toHaveLength(1);
    }, PATIENT);
    publish("ask", "lost too");
    await server?.start();
    await vi.waitFor(() => expect(resumed.mock.calls).toContainEqual([null, { local: true }]), PATIENT);
    await heardFrom("here");
    const answers = vi.fn();
    const stopAnswers = subscribe("answer", answers);
    // The other process may speak again a moment before it hears again.
    await vi.waitFor(() => {
      publish("ask", "again");
      expect(answers.mock.calls[0]?.[0]).toEqual({ data: "again", local: false });
    }, PATIENT);
    expect(complaints()).toHaveLength(1);
    stop();
    stopAnswers();
  });

  test("lets the others tell that this process missed something, when they could not speak for a while", async () => {
    const resumed = vi.fn();
    const stop = subscribe(RESUMED, resumed);
    const killer = duplicateRedis("test") ?? expect.fail("no duplicate");
    await redisReady(killer, 5_000);
    const cutSenders = async () => {
      await killer.sendCommand(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
      expect(resumed).toHaveBeenCalled();
    };
    await vi.waitFor(cutSenders, { timeout: 60_000, interval: 300 });
    expect(resumed.mock.calls[0]).toEqual([null, { local: false }]);
    stop();
  });
});
