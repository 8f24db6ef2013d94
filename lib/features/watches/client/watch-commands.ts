import { Plus, Tag } from "lucide-react";
import type { Command } from "@/lib/client/feature";

/** The way to a new watch. */
export const newWatch: Command = {
  href: "/watches/new",
  label: "New watch",
  keywords: "add source feed page price track follow",
  icon: Plus,
};

/** The same for what is being looked for: among the listings, and as an address to watch. */
export function searchListings(query: string): Command[] {
  const search: Command = {
    href: `/listings?${new URLSearchParams({ show: "all", q: query })}`,
    label: `Look for “${query}” among your listings`,
    icon: Tag,
  };
  if (!/^https?:\/\/\S+$/i.test(query)) return [search];
  const watch = `/watches/new?${new URLSearchParams({ url: query })}`;
  return [{ ...newWatch, href: watch, label: `Watch ${query}` }, search];
}
