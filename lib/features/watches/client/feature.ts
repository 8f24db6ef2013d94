import { Eye, Tag } from "lucide-react";
import type { BrowserFeature } from "@/lib/client/feature";
import { words } from "@/lib/features/watches/words";

/** What watches tell the browser about themselves. */
export const watches: BrowserFeature = {
  name: "watches",
  words,
  icons: { uses: { watches: Eye }, notifications: { listing: Tag } },
};
