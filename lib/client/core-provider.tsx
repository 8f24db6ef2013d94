"use client";

import { createContext, type ReactNode } from "react";
import { useNotifications } from "./member";

/** For the navigation: how many notifications are unread. */
export const UnreadNotifications = createContext(0);

/** Gives the navigation what core counts. */
export function CoreProvider({ children }: { children: ReactNode }) {
  return <UnreadNotifications value={useNotifications().unread}>{children}</UnreadNotifications>;
}
