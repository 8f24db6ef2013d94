import { describe, expect, test } from "vitest";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newClient, newCredentials, newMember } from "@/server/testing/client";
import { openLive } from "@/server/testing/live-client";
import { askAgain, headOf } from "@/server/testing/raw-request";
import { REAL_PASSWORDS, type RunningServer, runServer } from "@/server/testing/run-server";
import { WIDE_LIMITS } from "@/server/testing/wide-limits";

const database = testDatabase();
const start = (env: Record<string, string> = {}): Promise<RunningServer> =>
  runServer({ env: { DATABASE_URL: database.url, RATE_LIMITS: WIDE_LIMITS, ...env } });

describe.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("on %s", (signal) => {
  test("finishes open requests, lets go of connections so that they come back, and ends with code 0", async () => {
    const { url, stop, ended } = await start();
    const ann = await newMember(url, "ann");
    const [socket, plain] = [await openLive("Socket.IO", ann), await openLive("/ws", ann)];
    const client = newClient(url);
    // Passwords are hashed one after the other: when the first is answered, the others have long arrived.
    const slow = Array.from({ length: 4 }, () => client.post("/api/v1/auth/register", newCredentials()));
    await Promise.race(slow);
    const stopped = stop(signal);
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    // Clients of Socket.IO come back by themselves unless the server says "io server disconnect".
    expect(await socket.closed).toBe("transport close");
    // 1012 is "service restart".
    expect(await plain.closed).toBe(1012);
    expect(await stopped).toEqual({ code: 0, signal: null });
    expect(await ended).toEqual({ code: 0, signal: null });
    await expect(client.get("/api/v1/health")).rejects.toThrow();
    // What waited to be written was written.
    const { lastSeenAt } = await db().user.findUniqueOrThrow({ where: { id: ann.id } });
    expect(lastSeenAt).not.toBeNull();
  });
});

test("answers what busy connections bring while it stops, and resets none of them", async () => {
  const { port, stop } = await start();
  let answers = 0;
  const head = headOf("GET /api/v1/health HTTP/1.1", "Host: localhost");
  const clients = Array.from({ length: 16 }, () => askAgain(port, head, () => void answers++));
  await expect.poll(() => answers).toBeGreaterThan(16 * 3);
  const stopped = stop();
  expect(await Promise.all(clients)).toEqual(Array(16).fill("HTTP/1.1 200 OK"));
  expect((await stopped).code).toBe(0);
});

test("a second signal ends it at once", async () => {
  const { url, stop, pid } = await start(REAL_PASSWORDS);
  const client = newClient(url);
  const slow = Array.from({ length: 30 }, () =>
    client.post("/api/v1/auth/register", newCredentials()).catch(() => null),
  );
  await Promise.race(slow);
  const stopped = stop();
  // The terminal and npm each pass on one Ctrl-C, so signals within a second are one.
  await new Promise((done) => setTimeout(done, 1_500));
  process.kill(pid, "SIGTERM");
  expect((await stopped).code).toBe(1);
  await Promise.all(slow);
});
