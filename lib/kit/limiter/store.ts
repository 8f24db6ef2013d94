import { Redis, type Requester } from "@upstash/redis";
import { ErrorReply } from "redis";
import { env } from "@/lib/kit/env";
import { type RedisClient, redis } from "@/lib/kit/redis";
import { remember } from "@/lib/kit/remember";
import { Circuit } from "./circuit";

/** How long a REST request may hang around after its decision was made without it. */
const REST_ABORT_MS = 1_000;

/** Where counters live when not in this process. */
export type LimiterStore = { redis: Redis; circuit: Circuit };

/** Gives the store a circuit of its own from now on, for tests that must not depend on how busy the machine is. */
export function useCircuit(circuit: Circuit): void {
  const store = limiterStore();
  if (store) store.circuit = circuit;
}

/** The configured store: Upstash REST before REDIS_URL; undefined when counters stay in this process. */
export const limiterStore = (): LimiterStore | undefined =>
  remember("limiter-store", () => {
    const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = env();
    if (url && token) return { redis: overRest(url, token), circuit: new Circuit("upstash") };
    const client = redis();
    return client && { redis: overTcp(client), circuit: new Circuit("redis") };
  });

function overRest(url: string, token: string): Redis {
  return new Redis({
    url,
    token,
    retry: false,
    responseEncoding: false,
    readYourWrites: false,
    enableTelemetry: false,
    enableAutoPipelining: false,
    signal: () => AbortSignal.timeout(REST_ABORT_MS),
  });
}

/** The Upstash client on a plain Redis connection: commands arrive as arrays and go out as they are. */
function overTcp(client: RedisClient): Redis {
  const request: Requester["request"] = async ({ body }) => {
    try {
      return { result: await client.sendCommand(Array.isArray(body) ? body.map(String) : []) };
    } catch (error) {
      if (error instanceof ErrorReply) return { error: error.message };
      throw error;
    }
  };
  return new Redis({ request });
}

/** A client for algorithms that count in this process: it has nothing to talk to. */
export const noRedis = (): Redis =>
  new Redis({ request: () => Promise.reject(new Error("Counters of this process need no Redis")) });
