import { createClient } from "redis";
import { succeedsWithin, within } from "./deadline";
import { env } from "./env";
import { log } from "./log";
import { forget, remember } from "./remember";

const CONNECT_TIMEOUT_MS = 2_000;
/** While connecting: how long a server may stay silent. Once connected, pings watch over it. */
const SILENCE_MS = 6_000;
const PING_MS = 2_000;
const PONG_MS = 4_000;
const CLOSE_MS = 1_000;

const make = (url: string) =>
  createClient({
    url,
    RESP: 2,
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: "disabled",
    commandsQueueMaxLength: 50_000,
    socket: { connectTimeout: CONNECT_TIMEOUT_MS, socketTimeout: SILENCE_MS, reconnectStrategy: backOff },
  });

export type RedisClient = ReturnType<typeof make>;

const backOff = (retries: number) => Math.min(2_000, 50 * 2 ** Math.min(retries, 6)) + Math.random() * 50;

/** Every connection of this process and how its watching ends. */
const open = () => remember("redis-connections", () => new Map<RedisClient, () => void>());

/**
 * The client of this process for commands, undefined without REDIS_URL. It connects by itself and reconnects for ever;
 * while it is away commands reject at once. A server that hangs is noticed after some seconds: who can't wait so long
 * sets a deadline.
 */
export function redis(): RedisClient | undefined {
  const { REDIS_URL } = env();
  return REDIS_URL ? remember("redis", () => start(make(REDIS_URL), "commands")) : undefined;
}

/** One more connection to the same Redis, for subscriptions and blocking reads. `closeRedis` ends it too. */
export function duplicateRedis(purpose: string): RedisClient | undefined {
  const { REDIS_URL } = env();
  return REDIS_URL ? start(make(REDIS_URL), purpose) : undefined;
}

/** Waits until `client` is connected, at most `ms`; tells whether it is. */
export async function redisReady(client: RedisClient, ms: number): Promise<boolean> {
  if (!client.isReady) await within(new Promise((resolve) => client.once("ready", resolve)), ms, undefined);
  return client.isReady;
}

/** Ends every connection to Redis; the next `redis()` makes a new one. */
export async function closeRedis(): Promise<void> {
  const connections = [...open()];
  forget("redis");
  forget("redis-connections");
  await Promise.all(
    connections.map(async ([client, unwatch]) => {
      unwatch();
      if (client.isReady) await succeedsWithin(client.close(), CLOSE_MS);
      if (client.isOpen) client.destroy();
    }),
  );
}

function start(client: RedisClient, purpose: string): RedisClient {
  open().set(client, watch(client, purpose));
  connect(client);
  return client;
}

/** A failure to connect arrives as an "error" event as well. */
function connect(client: RedisClient): void {
  client.connect().catch(() => undefined);
}

/**
 * Logs each outage once and drops a connection that answers no ping: writes to a dead peer keep the socket's own
 * timer alive for ever. Returns how to stop.
 */
function watch(client: RedisClient, purpose: string): () => void {
  let away = false;
  let pinging = false;
  const lost = (error: Error) => {
    if (!away) log().warn({ purpose, err: error }, "Redis is away");
    away = true;
  };
  const ping = async () => {
    if (pinging || !client.isReady) return;
    pinging = true;
    const answered = await succeedsWithin(client.ping(), PONG_MS);
    pinging = false;
    if (answered && away) log().info({ purpose }, "Redis is back");
    if (answered) away = false;
    if (answered || !client.isReady) return;
    lost(new Error("Redis does not answer"));
    client.destroy();
    connect(client);
  };
  client.on("error", lost);
  client.on("ready", () => void ping());
  const timer = setInterval(() => void ping(), PING_MS);
  timer.unref();
  return () => clearInterval(timer);
}
