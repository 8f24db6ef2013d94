import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { percentile } from "@/bench/stats";
import { waitUntil } from "@/lib/kit/wait-until";
import { answerCalls } from "./answer";
import { LiveLine } from "./live-line";

/** Connections opened at the same time. */
const OPENING = 25;
/** How long deliveries may trail behind the last message, in milliseconds. */
const TRAIL_MS = 10_000;
const TEXT = "the quick brown fox jumps over the lazy dog, and the dog does not mind at all";

let lines: LiveLine[] = [];
const heard = { count: 0, latencies: [] as number[], notifications: 0 };

type Flood = { roomIds: string[]; streams: number; ms: number };
type Pace = { roomId: string; perSecond: number; ms: number };

const commands = {
  /** Opens a connection with each cookie. */
  connect: async ({ url, cookies }: { url: string; cookies: string[] }): Promise<void> => {
    await inParallel(cookies, OPENING, async (cookie) => {
      lines.push(await LiveLine.open(url, cookie, hear));
    });
  },

  /** Every connection begins to hear a room. */
  join: async ({ roomId }: { roomId: string }): Promise<void> => {
    await inParallel(lines, OPENING, (line) => line.ask("room:join", { roomId }));
  },

  /** Asks every connection for a pong and answers how many came. */
  ping: async (): Promise<number> => {
    const answers = await Promise.allSettled(lines.map((line) => line.ask("ping", {})));
    return answers.filter(({ status }) => status === "fulfilled").length;
  },

  /**
   * Some streams send, each its next message when the last was acknowledged, going round the connections and the rooms.
   * Answers how many messages were acknowledged, until when all were delivered, and how many deliveries that were.
   */
  flood: async ({ roomIds, streams, ms }: Flood) => {
    forget();
    let sent = 0;
    const took: number[] = [];
    const began = performance.now();
    const stream = async () => {
      while (performance.now() - began < ms) {
        const turn = sent++;
        const at = performance.now();
        await send(lines[turn % lines.length], roomIds[turn % roomIds.length] ?? "", TEXT);
        took.push(performance.now() - at);
      }
    };
    await Promise.all(Array.from({ length: streams }, stream));
    const acknowledgedMs = performance.now() - began;
    await deliveries(0);
    return { sent, acknowledgedMs, p99: percentile(took, 0.99) };
  },

  /** As `flood`, to a room that every connection hears; goes on until everyone has heard everything. */
  shout: async ({ roomId, streams, ms }: Omit<Flood, "roomIds"> & { roomId: string }) => {
    forget();
    let sent = 0;
    const began = performance.now();
    const stream = async () => {
      while (performance.now() - began < ms) await send(lines[sent++ % lines.length], roomId, TEXT);
    };
    await Promise.all(Array.from({ length: streams }, stream));
    await deliveries(sent * lines.length);
    return { sent, deliveries: heard.count, ms: performance.now() - began };
  },

  /** Sends at a fixed pace to a room that every connection hears, and answers how late the messages arrived, in ms. */
  pace: async ({ roomId, perSecond, ms }: Pace) => {
    forget();
    const total = Math.round((ms / 1000) * perSecond);
    const began = performance.now();
    const acks: Promise<unknown>[] = [];
    for (let sent = 0; sent < total; sent++) {
      await delay(Math.max(0, began + (sent * 1000) / perSecond - performance.now()));
      acks.push(send(lines[sent % lines.length], roomId, `${TEXT} @${performance.now().toFixed(3)}@`));
    }
    await Promise.all(acks);
    await deliveries(total * lines.length);
    const { latencies } = heard;
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(latencies, share));
    return { sent: total, heard: latencies.length, p50, p95, p99 };
  },

  /** Waits until so many notifications came since the last time, and answers how long that took, in milliseconds. */
  notified: async ({ count, beganAt }: { count: number; beganAt: number }): Promise<number> => {
    await until(
      () => heard.notifications >= count,
      () => `${heard.notifications} of ${count} notifications came`,
    );
    heard.notifications = 0;
    return Date.now() - beganAt;
  },

  /** Closes every connection. */
  leave: (): void => {
    for (const line of lines) line.close();
    lines = [];
  },
};
export type Crowd = typeof commands;

function send(line: LiveLine | undefined, roomId: string, body: string): Promise<unknown> {
  if (!line) throw new Error("nobody is connected");
  return line.ask("message:send", { roomId, clientId: randomUUID(), body });
}

function hear(event: string, frame: string): void {
  if (event === "notification:new") heard.notifications++;
  if (event !== "message:new") return;
  heard.count++;
  const mark = frame.indexOf("@");
  if (mark < 0) return;
  heard.latencies.push(performance.now() - Number(frame.slice(mark + 1, frame.indexOf("@", mark + 1))));
}

function forget(): void {
  heard.count = 0;
  heard.latencies = [];
}

const deliveries = (expected: number): Promise<void> =>
  until(
    () => heard.count >= expected,
    () => `${heard.count} of ${expected} deliveries came`,
  );

async function until(isDone: () => boolean, complaint: () => string): Promise<void> {
  if (!(await waitUntil(isDone, TRAIL_MS, 1))) throw new Error(complaint());
}

async function inParallel<T>(items: T[], width: number, work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

answerCalls(commands);
