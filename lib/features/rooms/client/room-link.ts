import type { z } from "zod";
import type { Live } from "@/lib/client/live-socket";
import { asRefusal } from "@/lib/client/refusal";
import { createStore, type Store } from "@/lib/client/store";
import type { Message } from "@/lib/features/rooms/message-schemas";
import type { OpenedRoom } from "@/lib/features/rooms/schemas";
import type { LiveLimit } from "@/lib/shared/live";
import { createOutbox, type Outbox } from "./outbox";
import { createHistory, type History } from "./room-history";
import { fill, hasGap, hear, openRoom, type Piece, type RoomState } from "./room-store";
import { createReaders, type Readers, startReaders } from "./seen";

/** `lost`: the member is not in the room any more, or it is gone. */
export type LinkState = "joining" | "live" | "lost";

/** One open room: its log and everything that keeps it true. */
export type RoomLink = {
  roomId: string;
  log: Store<RoomState>;
  state: Store<LinkState>;
  /** What the chat limit left when the room was opened or last written to. */
  limit: Store<LiveLimit | null>;
  /** How far the others have read, as far as they let it be seen. */
  readers: Store<Readers>;
  history: History;
  outbox: Outbox;
  /** Starts listening; the answered function stops it. */
  start: () => () => void;
};

type Opened = { roomId: string; me: string; lastSeq: number; piece: Piece; limit: LiveLimit | null };

/** Numbers that come out of order usually follow at once: a gap is asked for when it lasts this long, in milliseconds. */
const GAP_MS = 250;
const RETRY_MS = 1_500;

export function createRoomLink(live: Live, { roomId, me, lastSeq, piece, limit: left }: Opened): RoomLink {
  const log = createStore(openRoom(me, lastSeq, piece));
  const state = createStore<LinkState>("joining");
  const limit = createStore(left);
  const outbox = createOutbox(live, roomId, log, limit);
  const sync = createSync(live, roomId, log, state);
  const take = (message: Message) => {
    if (message.roomId !== roomId) return;
    log.update((current) => hear(current, message));
    if (hasGap(log.get())) sync.soon();
  };
  const readers = createReaders();
  const start = () => {
    const connect = () => void sync.join().then((joined) => (joined ? outbox.flush() : undefined));
    if (live.state() === "online") connect();
    const stops = [
      startReaders(live, roomId, readers),
      live.on("message:new", take),
      live.on("message:changed", take),
      live.onState((connection) => (connection === "online" ? connect() : state.set("joining"))),
    ];
    return () => {
      for (const stop of stops) stop();
      sync.stop();
      outbox.stop();
    };
  };
  return { roomId, log, state, limit, readers, history: createHistory(roomId, log), outbox, start };
}

/** Joins the room and asks for what was missed, again and again until nothing is. */
function createSync(live: Live, roomId: string, log: Store<RoomState>, state: Store<LinkState>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
  const later = (work: () => void, wait: number) => {
    clearTimeout(timer);
    timer = setTimeout(work, wait);
  };
  const settle = (error: unknown, again: () => void): false => {
    const { code } = asRefusal(error);
    if (code === "forbidden" || code === "not_found") state.set("lost");
    else if (live.state() === "online") later(again, RETRY_MS);
    return false;
  };
  const catchUp = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    try {
      await askAll(live, roomId, log, () => state.set("lost"));
    } finally {
      isRunning = false;
    }
  };
  const soon = () => later(() => void catchUp().catch((error: unknown) => settle(error, soon)), GAP_MS);
  const join = async (): Promise<boolean> => {
    try {
      const { data }: { data: z.infer<typeof OpenedRoom> } = await live.request("room:join", { roomId });
      if (data.lastSeq > log.get().synced) await catchUp();
      if (state.get() === "joining") state.set("live");
      return true;
    } catch (error) {
      return settle(error, () => void join());
    }
  };
  return { join, soon, stop: () => clearTimeout(timer) };
}

async function askAll(live: Live, roomId: string, log: Store<RoomState>, onRefused: () => void): Promise<void> {
  for (let more = true; more; ) {
    const { data } = await live.request("sync", { rooms: { [roomId]: log.get().synced } });
    const changes = data.rooms?.rooms[roomId];
    if (!changes) return onRefused();
    log.update((current) => fill(current, changes.items, changes.lastSeq));
    more = changes.hasMore;
  }
}
