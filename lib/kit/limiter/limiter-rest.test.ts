import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createClient } from "redis";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { overrideEnv } from "@/lib/kit/env";
import { testRedis } from "@/lib/kit/testing/redis";
import { Circuit } from "./circuit";
import { createLimiter } from "./limiter";
import { useCircuit } from "./store";

const redis = testRedis();
const TOKEN = "a-token-of-the-test";

type Behaviour = "answers" | "hangs" | "fails";

/** As much of Upstash's REST protocol as a limiter needs, in front of a real Redis. */
async function startRest(url: string) {
  const client = await createClient({ url, RESP: 2 }).connect();
  const state = { behaviour: "answers" as Behaviour, requests: 0 };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    state.requests++;
    if (state.behaviour === "hangs") return;
    if (state.behaviour === "fails") return response.writeHead(503).end("<html>Service Unavailable</html>");
    if (request.headers.authorization !== `Bearer ${TOKEN}`)
      return response.writeHead(401).end('{"error":"Unauthorized"}');
    const command = JSON.parse(await text(request)) as unknown[];
    const [status, body] = await client.sendCommand(command.map(String)).then(
      (result: unknown) => [200, { result }] as const,
      (error: Error) => [400, { error: error.message }] as const,
    );
    return response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  const server: Server = createServer((request, response) => void answer(request, response));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await client.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, state, client, stop };
}

let names = 0;
const limiterOf = (limit: number, onStoreDown: "local" | "open" = "local") =>
  createLimiter({ name: `test-${++names}`, limit, windowMs: 60_000, onStoreDown });

describe.skipIf(!redis)("a limiter over Upstash's REST protocol (needs redis-server)", () => {
  let rest: Awaited<ReturnType<typeof startRest>>;
  beforeAll(async () => {
    rest = await startRest(redis?.url ?? "");
    overrideEnv({ UPSTASH_REDIS_REST_URL: rest.url, UPSTASH_REDIS_REST_TOKEN: TOKEN });
  });
  beforeEach(() => {
    rest.state.behaviour = "answers";
    useCircuit(new Circuit("patient", 15_000));
  });
  afterAll(() => rest.stop());

  test("lets exactly the limit pass of parallel attempts", async () => {
    const limiter = limiterOf(10);
    const decisions = await Promise.all(Array.from({ length: 30 }, () => limiter.consume("ada")));
    expect(decisions.every(({ source }) => source === "store")).toBe(true);
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(10);
  });

  test("says what is left, and forgets one key when told to", async () => {
    const limiter = limiterOf(2);
    expect(await limiter.consume("ada")).toMatchObject({ allowed: true, remaining: 1, source: "store" });
    expect(await limiter.peek("ada")).toMatchObject({ allowed: true, remaining: 1, source: "store" });
    expect(await limiter.reset("ada")).toMatchObject({ remaining: 2, source: "store" });
    expect(await limiter.peek("ada")).toMatchObject({ remaining: 2, source: "store" });
  });

  test("sends hashes only", async () => {
    const limiter = limiterOf(2);
    await limiter.consume("ada@example.org");
    expect((await rest.client.keys("*ada*")).concat(await rest.client.keys("*example*"))).toEqual([]);
    expect(await rest.client.keys(`throng:limit:test-${names}:*`)).toHaveLength(1);
  });

  test.each<Behaviour>(["hangs", "fails"])(
    "counts in this process while the store %s, then leaves it alone",
    async (behaviour) => {
      const [strict, lenient] = [limiterOf(2, "local"), limiterOf(2, "open")];
      await strict.consume("ada");
      useCircuit(new Circuit("as it is"));
      rest.state.behaviour = behaviour;
      expect(await strict.consume("ada")).toMatchObject({ source: "local", allowed: true });
      const before = rest.state.requests;
      expect(await strict.consume("ada")).toMatchObject({ source: "local", allowed: false });
      expect(await lenient.consume("ada")).toMatchObject({ source: "open", allowed: true });
      expect(rest.state.requests).toBe(before);
    },
  );
});
