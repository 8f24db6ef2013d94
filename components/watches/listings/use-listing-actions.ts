"use client";

import { toast } from "@/components/ui/toast";
import { useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import type { Listing } from "@/lib/features/watches/listing-schemas";

type Change = { saved: boolean } | { hidden: boolean };

const words = (change: Change): string =>
  "saved" in change ? (change.saved ? "Saved" : "Not saved any more") : change.hidden ? "Hidden" : "Shown again";

const undone = (change: Change): Change => ("saved" in change ? { saved: !change.saved } : { hidden: !change.hidden });

/** Saves and hides a listing, with a way back; `onChanged` gets what became of it. */
export function useListingActions(listing: Pick<Listing, "id" | "title">, onChanged: (listing: Listing) => void) {
  const { pending, attempt } = useAttempt();
  const { id, title } = listing;
  const change = (asked: Change, canUndo: boolean) =>
    attempt("Not changed", async () => {
      onChanged(await api<Listing>("PATCH", `/listings/${id}`, asked));
      const action = { label: "Undo", onPress: () => change(undone(asked), false) };
      toast({ title: words(asked), description: title, action: canUndo ? action : undefined });
    });
  return {
    pending,
    save: (saved: boolean) => change({ saved }, true),
    hide: (hidden: boolean) => change({ hidden }, true),
  };
}
