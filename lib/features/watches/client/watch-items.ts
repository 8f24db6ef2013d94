import { Eye } from "lucide-react";
import type { NavItem } from "@/lib/client/feature";
import type { WatchesState } from "./watches-store";

/** Watches as links, with the finds that were not looked at yet. */
export const watchItems = ({ watches, unseen }: WatchesState): NavItem[] =>
  watches.map(({ id, name }) => ({
    href: `/watches/${id}`,
    label: name,
    icon: Eye,
    count: unseen[id]?.length ?? 0,
  }));
