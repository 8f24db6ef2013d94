"use client";

import { createContext, useContext } from "react";
import type { PublicUser } from "@/lib/core/members/schemas";
import type { Settings } from "@/lib/core/settings/schemas";
import type { NotificationState } from "./notification-store";
import type { OnlineState } from "./online-store";
import { type Store, useStore } from "./store";

/** Who is signed in, and what every page of theirs follows. */
export type MemberStores = {
  me: PublicUser;
  notifications: Store<NotificationState>;
  online: Store<OnlineState>;
  settings: Store<Settings>;
};

export const MemberContext = createContext<MemberStores | null>(null);

/** The stores of the signed-in member. Only below a `MemberProvider`. */
export function useMember(): MemberStores {
  const stores = useContext(MemberContext);
  if (!stores) throw new Error("useMember() is called outside of MemberProvider");
  return stores;
}

export const useMe = (): PublicUser => useMember().me;
export const useNotifications = (): NotificationState => useStore(useMember().notifications);
export const useOnlineMembers = (): OnlineState => useStore(useMember().online);
