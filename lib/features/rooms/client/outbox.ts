import type { Live } from "@/lib/client/live-socket";
import { asRefusal, type Refusal } from "@/lib/client/refusal";
import type { Store } from "@/lib/client/store";
import type { LiveLimit } from "@/lib/shared/live";
import { newId } from "@/lib/shared/new-id";
import { discard, enqueue, hear, markFailed, type Pending, type RoomState, retry } from "./room-store";

/** What the member wrote and the server has not confirmed. */
export type Outbox = {
  send: (body: string, replyTo: number | null) => void;
  retry: (clientId: string) => void;
  discard: (clientId: string) => void;
  /** Sends what waits; called when the connection is back. */
  flush: () => Promise<void>;
  stop: () => void;
};

const RETRY_MS = 2_000;

/**
 * Sends one message after the other, so that they stand in the order they were written. What did not surely arrive is
 * sent again with the same client id: the server keeps one.
 */
export function createOutbox(
  live: Live,
  roomId: string,
  log: Store<RoomState>,
  limit: Store<LiveLimit | null>,
): Outbox {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
  const deliver = async ({ clientId, body, replyTo }: Pending): Promise<boolean> => {
    try {
      const answer = await live.request("message:send", { roomId, clientId, body, replyTo });
      log.update((state) => hear(state, answer.data));
      limit.set(answer.limit ?? null);
      return true;
    } catch (error) {
      const refusal = asRefusal(error);
      const { code, message } = refusal;
      limit.update((before) => spent(refusal, before));
      if (code !== "offline") log.update((state) => markFailed(state, clientId, message));
      return code !== "offline";
    }
  };
  const flush = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    let goesOn = true;
    for (let next = waiting(log.get()); goesOn && next; next = waiting(log.get())) goesOn = await deliver(next);
    isRunning = false;
    clearTimeout(timer);
    if (!goesOn && live.state() === "online") timer = setTimeout(() => void flush(), RETRY_MS);
  };
  return {
    send: (body, replyTo) => {
      const createdAt = new Date().toISOString();
      log.update((state) => enqueue(state, { clientId: newId(), body, replyTo, createdAt }));
      void flush();
    },
    retry: (clientId) => {
      log.update((state) => retry(state, clientId));
      void flush();
    },
    discard: (clientId) => log.update((state) => discard(state, clientId)),
    flush,
    stop: () => clearTimeout(timer),
  };
}

/** After a refusal by the chat limit nothing is left until it may be tried again. */
const spent = ({ rateLimit, retryAfter = 1 }: Refusal, before: LiveLimit | null): LiveLimit | null =>
  rateLimit === "chat"
    ? { rateLimit, limit: before?.limit ?? 0, remaining: 0, resetAt: Date.now() + retryAfter * 1000 }
    : before;

const waiting = ({ pending }: RoomState): Pending | undefined => pending.find((item) => item.state === "sending");
