import { useCallback, useRef } from "react";
import { api } from "@/lib/client/api";
import type { Live } from "@/lib/client/live-socket";
import { asRefusal } from "@/lib/client/refusal";
import { retry } from "@/lib/client/retry";
import type { Store } from "@/lib/client/store";
import { useLive, useLiveEvent, useOnline } from "@/lib/client/use-live";
import type { Message } from "@/lib/features/rooms/message-schemas";
import type { ReadPosition, Room, RoomChanged } from "@/lib/features/rooms/schemas";
import { PAGE_MAX } from "@/lib/shared/bounds";
import { hearChange, hearMessage, hearRead, hearRoomChange, type RoomsState, replaceRooms } from "./rooms-store";

/** Rooms whose messages a page hears at once: the ones that were active last. */
const FOLLOWED_MAX = 20;

/** Reads the member's own rooms again. */
export async function readRooms(store: Store<RoomsState>): Promise<void> {
  const page = await api<{ items: Room[] }>("GET", `/rooms?scope=joined&limit=${PAGE_MAX}`);
  store.update((state) => replaceRooms(state, page.items));
}

/** Keeps the list of the member's rooms and their unread counts up to date. */
export function useRoomsFeed(store: Store<RoomsState>, me: string): void {
  const live = useLive();
  const wasOnline = useRef(false);
  const reread = useCallback(() => {
    void retry(async () => {
      await readRooms(store);
      await follow(live, store);
    });
  }, [live, store]);
  useOnline(
    useCallback(() => {
      // What came between the page and the first connection shows in the numbers that joining answers.
      if (wasOnline.current) reread();
      else void retry(() => catchUp(live, store));
      wasOnline.current = true;
    }, [live, store, reread]),
  );
  useLiveEvent(
    "message:new",
    useCallback((message: Message) => store.update((state) => hearMessage(state, message, me)), [store, me]),
  );
  useLiveEvent(
    "message:changed",
    useCallback((message: Message) => store.update((state) => hearChange(state, message)), [store]),
  );
  useLiveEvent(
    "room:read",
    useCallback((read: ReadPosition) => store.update((state) => hearRead(state, read)), [store]),
  );
  useLiveEvent(
    "room:changed",
    useCallback(
      (event: RoomChanged) => {
        const { state, isStale } = hearRoomChange(store.get(), event, me);
        store.set(state);
        if (isStale) reread();
      },
      [store, me, reread],
    ),
  );
}

async function catchUp(live: Live, store: Store<RoomsState>): Promise<void> {
  if (await follow(live, store)) await readRooms(store);
}

/** Joins the rooms one after another. Answers whether one of them went on since it was listed, or is closed now. */
async function follow(live: Live, store: Store<RoomsState>): Promise<boolean> {
  let isBehind = false;
  for (const room of store.get().rooms.slice(0, FOLLOWED_MAX)) {
    const joined = await live.request("room:join", { roomId: room.id }).catch((error: unknown) => {
      if (asRefusal(error).code === "offline") throw error;
      return undefined;
    });
    isBehind ||= joined === undefined || joined.data.lastSeq > room.lastSeq;
  }
  return isBehind;
}
