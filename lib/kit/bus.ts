import { randomUUID } from "node:crypto";
import { within } from "./deadline";
import { env } from "./env";
import { log } from "./log";
import { duplicateRedis, type RedisClient, redis, redisReady } from "./redis";
import { remember } from "./remember";

/** `local` is true for what this process published itself. */
export type Handler = (data: unknown, meta: { local: boolean }) => void | Promise<void>;

/** Published by the bus when messages of other processes may have been missed: what was derived from them is stale. */
export const RESUMED = "bus:resumed";

const OPEN_MS = 2_000;
/** How long the other processes may take to say that they have heard, in milliseconds. */
const HEARD_MS = 250;
/** Asks the other processes to say so. */
const HEARD = "bus:heard";

type Line = { channel: string; sender: RedisClient; receiver: RedisClient; stop: () => void };

const state = () =>
  remember("bus", () => ({
    /** Tells this process's own messages apart when Redis hands them back. */
    id: randomUUID(),
    handlers: new Map<string, Set<Handler>>(),
    line: undefined as Line | undefined,
    /** Something published here did not reach the others. */
    unheard: false,
    /** Questions to the other processes that are not answered yet. */
    asking: new Map<string, () => void>(),
    /** What messages of other processes set going here and is not done, by process. */
    underWay: new Map<string, Set<Promise<unknown>>>(),
  }));

/** Tells this process from the others on the bus. */
export const processId = (): string => state().id;

/** Whether this process hears the others now; without any (no REDIS_URL) it always does. */
export const hearsOthers = (): boolean => state().line?.receiver.isReady ?? true;

/**
 * Tells everyone who subscribed to `topic`: in this process before it returns, in the others (REDIS_URL) soon after.
 * Other processes get `data` as JSON. Never throws; a failure is logged.
 */
export function publish(topic: string, data: unknown): void {
  void deliver(topic, data, true);
  const { line } = state();
  if (line) send(line, topic, data);
}

/**
 * Whether this process hears the others and they hear it, as far as it knows; without other processes it does. While it does
 * not, what they said to forget is still remembered here.
 */
export function isBusWhole(): boolean {
  const { line } = state();
  return !line || (line.sender.isReady && line.receiver.isReady);
}

/** Tells only this process, as with what every process finds out by itself. */
export const publishHere = (topic: string, data: unknown): void => void deliver(topic, data, true);

/**
 * Resolves once every other process has dealt with what this one published before, at the latest after `ms` (250 unless
 * told): for what must hold on the next request, wherever that goes.
 */
export async function heardByAll(ms = HEARD_MS): Promise<void> {
  const { line, asking } = state();
  if (!line?.sender.isReady) return;
  const question = randomUUID();
  await within(ask(line, question), ms, undefined);
  asking.delete(question);
}

/** Redis says how many processes a message went to, this one among them, and keeps the order of what it passes on. */
async function ask(line: Line, question: string): Promise<void> {
  const bus = state();
  let answers = 0;
  let wanted = Number.POSITIVE_INFINITY;
  const answered = new Promise<void>((resolve) => {
    bus.asking.set(question, () => {
      answers++;
      if (answers >= wanted) resolve();
    });
  });
  const reached = await line.sender.publish(line.channel, JSON.stringify([bus.id, HEARD, question])).catch(() => 0);
  wanted = reached - 1;
  if (answers < wanted) await answered;
}

/** Calls `handler` for each message on `topic`; returns how to stop. */
export function subscribe(topic: string, handler: Handler): () => void {
  const { handlers } = state();
  const listening = handlers.get(topic) ?? new Set();
  handlers.set(topic, listening.add(handler));
  return () => {
    listening.delete(handler);
    if (listening.size === 0 && handlers.get(topic) === listening) handlers.delete(topic);
  };
}

/**
 * Joins the other processes when REDIS_URL is set. Waits for Redis for two seconds at most: when it is not there yet,
 * the bus joins as soon as it comes.
 */
export async function openBus(): Promise<void> {
  const bus = state();
  const sender = redis();
  if (!sender || bus.line) return;
  const receiver = duplicateRedis("bus");
  if (!receiver) return;
  const joining = new Promise<void>((resolve) => {
    bus.line = join(sender, receiver, resolve);
  });
  await within(Promise.all([joining, redisReady(sender, OPEN_MS)]), OPEN_MS, undefined);
}

/** Leaves the other processes. Subscriptions stay, and hear what this process publishes. */
export async function closeBus(): Promise<void> {
  const bus = state();
  const { line } = bus;
  bus.line = undefined;
  line?.stop();
  if (line?.receiver.isReady) await line.receiver.unsubscribe([line.channel, replyChannel(line.channel, bus.id)]);
}

function join(sender: RedisClient, receiver: RedisClient, joined: () => void): Line {
  const channel = channelOf(env().REDIS_URL ?? "");
  const since = Date.now();
  let member = false;
  const onReceiver = async () => {
    if (member) return void deliver(RESUMED, null, true);
    await receiver.subscribe(replyChannel(channel, state().id), (question) => state().asking.get(question)?.());
    await receiver.subscribe(channel, (message) => receive(line, message));
    member = true;
    if (Date.now() - since > OPEN_MS) void deliver(RESUMED, null, true);
    joined();
  };
  const onReceiverReady = () => {
    onReceiver().catch((error: unknown) => log().warn({ err: error }, "the bus could not be joined yet"));
  };
  const onSenderReady = () => {
    if (state().unheard) send(line, RESUMED, null);
  };
  receiver.on("ready", onReceiverReady);
  sender.on("ready", onSenderReady);
  const stop = () => {
    receiver.off("ready", onReceiverReady);
    sender.off("ready", onSenderReady);
  };
  const line: Line = { channel, sender, receiver, stop };
  return line;
}

/** Pub/sub ignores the number of the database, so the channel carries it. */
function channelOf(url: string): string {
  const database = URL.canParse(url) ? new URL(url).pathname.slice(1) : "";
  return `throng:${database || "0"}:bus`;
}

const replyChannel = (channel: string, process: string): string => `${channel}:${process}`;

function send(line: Line, topic: string, data: unknown): void {
  const bus = state();
  let message: string;
  try {
    message = JSON.stringify([bus.id, topic, data ?? null]);
  } catch (error) {
    log().error({ topic, err: error }, "a message for the bus is not JSON");
    return;
  }
  line.sender.publish(line.channel, message).then(
    () => {
      if (topic === RESUMED) bus.unheard = false;
    },
    (error: unknown) => {
      if (!bus.unheard) log().warn({ topic, err: error }, "other processes could not be told");
      bus.unheard = true;
    },
  );
}

function receive(line: Line, message: string): void {
  try {
    const [origin, topic, data] = JSON.parse(message) as [string, string, unknown];
    if (origin === state().id) return;
    if (topic === HEARD) void sayHeard(line, origin, String(data));
    else keepUnderWay(origin, deliver(topic, data, false));
  } catch (error) {
    log().error({ err: error }, "an unreadable message came over the bus");
  }
}

async function sayHeard(line: Line, origin: string, question: string): Promise<void> {
  const works = [...(state().underWay.get(origin) ?? [])];
  if (works.length > 0) await Promise.all(works);
  await line.sender.publish(replyChannel(line.channel, origin), question).catch(() => 0);
}

function keepUnderWay(origin: string, works: Promise<unknown>[]): void {
  const { underWay } = state();
  for (const work of works) {
    const all = underWay.get(origin) ?? new Set();
    underWay.set(origin, all.add(work));
    void work.finally(() => {
      all.delete(work);
      if (all.size === 0) underWay.delete(origin);
    });
  }
}

/** Answers what of it goes on after this; none of that rejects. */
function deliver(topic: string, data: unknown, local: boolean): Promise<unknown>[] {
  // A copy: who subscribes while this is delivered does not hear it.
  const listening = Array.from(state().handlers.get(topic) ?? []);
  return listening.flatMap((handler) => {
    try {
      const result: unknown = handler(data, { local });
      return result instanceof Promise ? [result.catch((error: unknown) => complain(topic, error))] : [];
    } catch (error) {
      complain(topic, error);
      return [];
    }
  });
}

function complain(topic: string, error: unknown): void {
  log().error({ topic, err: error }, "a handler of the bus failed");
}
