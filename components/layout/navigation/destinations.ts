import { createContext, useContext } from "react";
import { core } from "@/lib/client/core";
import type { Destination } from "@/lib/client/feature";
import { useMe } from "@/lib/client/member";
import { features } from "@/lib/features/browser";

const all = [...features, core].flatMap(({ navigation }) => navigation ?? []);

/** Where the member can go. */
export function useDestinations(): Destination[] {
  const { role } = useMe();
  return all.filter(({ adminOnly }) => !adminOnly || role === "admin");
}

const NothingUnread = createContext(0);

/** How much is unread at a destination. */
export const useCount = ({ count = NothingUnread }: Destination): number => useContext(count);

/** Whether `path` is at a destination: on its page, or below it where the navigation does not list what is there. */
export const isAt = (path: string, { href, items }: Destination): boolean =>
  path === href || (!items && isBelow(path, href));

export const isBelow = (path: string, href: string): boolean => path.startsWith(`${href}/`);
