import { afterAll, describe, expect, test } from "vitest";
import { publishEnded } from "@/lib/core/engine/sessions/publish-ended";
import type { Message } from "@/lib/features/rooms/message-schemas";
import { closeBus, openBus } from "@/lib/kit/bus";
import { overrideEnv } from "@/lib/kit/env";
import { closeRedis } from "@/lib/kit/redis";
import { testDatabase } from "@/lib/kit/testing/database";
import { testRedis } from "@/lib/kit/testing/redis";
import { autocommit } from "@/lib/kit/transact";
import { newClient, newCredentials, newDevice, newMember } from "@/server/testing/client";
import { dataOf, openLive, type Transport } from "@/server/testing/live-client";
import { newRoom, say } from "@/server/testing/rooms";
import { testServer } from "@/server/testing/test-server";

const database = testDatabase();
const redis = testRedis();
const TRANSPORTS: Transport[] = ["Socket.IO", "/ws"];

describe.skipIf(!redis)("while Redis takes connections and answers nothing (needs redis-server)", () => {
  const server = testServer(() => ({
    DATABASE_URL: database.url,
    REDIS_URL: redis?.url ?? "",
    RATE_LIMITS: "general=1000/1m,chat=1000/1m,api=1000/1m,auth=1000/1m,register=2/1h,login=1000/1m",
  }));
  afterAll(async () => {
    redis?.resume();
    await closeBus();
    await closeRedis();
  });

  test("a house goes on alone, limits what must be limited, and finds back by itself", async () => {
    const { url } = server();
    const [ann, ben] = [await newMember(url, "ann"), await newMember(url, "ben")];
    const phone = await newDevice(url, ann);
    const room = await newRoom(ann, ben);
    const lines = await Promise.all(TRANSPORTS.map((transport) => openLive(transport, ben)));
    const join = async () => {
      for (const line of lines) dataOf(await line.send("room:join", { roomId: room }));
    };
    await join();
    const ready = async () => (await newClient(url).get("/api/v1/ready")).status;
    await expect.poll(ready).toBe(200);
    const heard = async (body: string) => {
      for (const line of lines) await line.until<Message>("message:new", (message) => message.body === body);
    };

    redis?.pause();
    // What is limited by member passes, however much comes at once.
    const answers = await Promise.all(Array.from({ length: 50 }, () => ann.get(`/api/v1/rooms/${room}/messages`)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
    await say(ann, room, "while it hangs", "1");
    await heard("while it hangs");
    // Sign-in goes on, by limits of this process.
    const tablet = await newDevice(url, ann);
    const anonymousAt = newClient(url);
    const register = async () => (await anonymousAt.post("/api/v1/auth/register", newCredentials())).status;
    expect([await register(), await register(), await register()]).toEqual([201, 201, 429]);
    expect((await ann.delete(`/api/v1/users/me/sessions/${phone.sessionId}`)).status).toBe(204);
    expect((await phone.get("/api/v1/users/me")).status).toBe(401);
    expect([await ready(), (await newClient(url).get("/api/v1/health")).status]).toEqual([503, 200]);
    await expect.poll(() => server().output()).toContain("Redis does not answer");
    await say(ann, room, "still here", "2");
    await heard("still here");

    redis?.resume();
    await expect.poll(ready).toBe(200);
    // Something may have passed everybody by: they join again.
    for (const line of lines) await line.until("resync");
    await join();
    await say(ann, room, "after", "3");
    await heard("after");
    // What another process says is heard again.
    const line = await openLive("/ws", tablet);
    overrideEnv({ REDIS_URL: redis?.url });
    await openBus();
    const end = setInterval(() => {
      const ended = { sessionIds: [tablet.sessionId], reason: "signed_out" as const };
      void autocommit(async (_tx, afterCommit) => publishEnded(afterCommit, ended));
    }, 500);
    await line.closed;
    clearInterval(end);
    for (const one of lines) one.close();
  });
});
