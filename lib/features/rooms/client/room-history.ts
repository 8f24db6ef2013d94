import type { z } from "zod";
import { api } from "@/lib/client/api";
import { createStore, type Store } from "@/lib/client/store";
import type { MessagePage } from "@/lib/features/rooms/message-schemas";
import { extendNewer, extendOlder, isAtEnd, jumpTo, type Piece, type RoomState } from "./room-store";

type Page = z.infer<typeof MessagePage>;

/** `idle`, or what is being read right now; `failed` after it could not be. */
export type HistoryState = "idle" | "older" | "newer" | "jump" | "failed";

/** Reads parts of the room's past that are not on the page. One at a time; a call while one is running does nothing. */
export type History = {
  state: Store<HistoryState>;
  older: () => Promise<void>;
  newer: () => Promise<void>;
  /** Shows the part around a message. Answers whether it is there now. */
  around: (seq: number) => Promise<boolean>;
  newest: () => Promise<void>;
};

const PAGE = 50;

/** A page of messages as a piece of history. */
export const toPiece = ({ items, nextCursor, prevCursor }: Page): Piece => ({
  items,
  hasOlder: nextCursor !== null,
  hasNewer: prevCursor !== null,
});

export function createHistory(roomId: string, log: Store<RoomState>): History {
  const state = createStore<HistoryState>("idle");
  const read = (query: string) => api<Page>("GET", `/rooms/${roomId}/messages?limit=${PAGE}${query}`);
  const once = async (kind: HistoryState, work: () => Promise<void>): Promise<boolean> => {
    if (state.get() === "older" || state.get() === "newer" || state.get() === "jump") return false;
    state.set(kind);
    try {
      await work();
      state.set("idle");
      return true;
    } catch {
      state.set("failed");
      return false;
    }
  };
  const older = async () => {
    const { from } = log.get();
    if (from === 0) return;
    const page = await read(`&before=${from}`);
    log.update((current) => extendOlder(current, page.items, page.nextCursor !== null));
  };
  const newer = async () => {
    const { to } = log.get();
    if (isAtEnd(log.get())) return;
    const page = await read(`&after=${to}`);
    log.update((current) => extendNewer(current, page.items, page.prevCursor !== null));
  };
  const jump = async (query: string) => {
    const page = await read(query);
    log.update((current) => jumpTo(current, toPiece(page)));
  };
  return {
    state,
    older: async () => void (await once("older", older)),
    newer: async () => void (await once("newer", newer)),
    around: (seq) => once("jump", () => jump(`&around=${seq}`)),
    newest: async () => void (await once("jump", () => jump(""))),
  };
}
