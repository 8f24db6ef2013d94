"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { NavItem } from "@/lib/client/feature";
import { useMe, useOnlineMembers } from "@/lib/client/member";
import { createStore, type Store, useStore } from "@/lib/client/store";
import type { Room } from "@/lib/features/rooms/schemas";
import { roomItems } from "./room-items";
import { type RoomsState, totalUnread } from "./rooms-store";
import { useRoomsFeed } from "./use-rooms-feed";

const RoomsContext = createContext<Store<RoomsState> | null>(null);

/** For the navigation: how many messages are unread, and the rooms one by one. */
export const UnreadMessages = createContext(0);
export const RoomItems = createContext<readonly NavItem[]>([]);

/** The one place that believes the page: what `start` of the manifest answered are the member's rooms. */
const roomsOf = (start: unknown): readonly Room[] => start as readonly Room[];

/** Holds the member's rooms for all their pages, and keeps them up to date. */
export function RoomsProvider({ start, children }: { start: unknown; children: ReactNode }) {
  const [store] = useState(() => createStore<RoomsState>({ rooms: roomsOf(start), reading: null }));
  return (
    <RoomsContext value={store}>
      <Feed store={store} />
      <Shown>{children}</Shown>
    </RoomsContext>
  );
}

/** Stands before the pages, so that the list hears what happened before an open room does. */
function Feed({ store }: { store: Store<RoomsState> }) {
  useRoomsFeed(store, useMe().id);
  return null;
}

function Shown({ children }: { children: ReactNode }) {
  const state = useRooms();
  const { rooms } = state;
  const { ids } = useOnlineMembers();
  const items = useMemo(() => roomItems(rooms, ids), [rooms, ids]);
  return (
    <UnreadMessages value={totalUnread(state)}>
      <RoomItems value={items}>{children}</RoomItems>
    </UnreadMessages>
  );
}

/** The store of the member's rooms. Only below a `RoomsProvider`. */
export function useRoomsStore(): Store<RoomsState> {
  const store = useContext(RoomsContext);
  if (!store) throw new Error("useRoomsStore() is called outside of RoomsProvider");
  return store;
}

/** The member's rooms, as they change. */
export const useRooms = (): RoomsState => useStore(useRoomsStore());
