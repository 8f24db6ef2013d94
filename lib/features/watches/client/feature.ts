import { Eye, Tag, TriangleAlert } from "lucide-react";
import type { BrowserFeature } from "@/lib/client/feature";
import { words } from "@/lib/features/watches/words";
import { newWatch, searchListings } from "./watch-commands";
import { UnseenFinds, WatchesProvider, WatchItems } from "./watches-provider";

/** What watches tell the browser about themselves. */
export const watches: BrowserFeature = {
  name: "watches",
  words,
  icons: { uses: { watches: Eye }, notifications: { listing: Tag, watch: TriangleAlert } },
  navigation: [
    { href: "/listings", label: "Listings", icon: Tag, count: UnseenFinds },
    {
      href: "/watches",
      label: "Watches",
      icon: Eye,
      items: { label: "Your watches", list: WatchItems },
    },
  ],
  commands: [newWatch],
  search: searchListings,
  Provider: WatchesProvider,
};
