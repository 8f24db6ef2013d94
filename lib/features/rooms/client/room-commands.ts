import { Compass } from "lucide-react";
import type { Command } from "@/lib/client/feature";

/** The way to rooms that the member is not in. */
export const discoverRooms: Command = {
  href: "/rooms?scope=discover",
  label: "Discover public rooms",
  keywords: "find join",
  icon: Compass,
};

/** The same for what is being looked for. */
export const searchRooms = (query: string): Command[] => [
  {
    ...discoverRooms,
    href: `/rooms?${new URLSearchParams({ scope: "discover", q: query })}`,
    label: `Look for “${query}” among public rooms`,
  },
];
