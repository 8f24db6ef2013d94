"use client";

import { Bookmark, Eye, EyeOff } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import type { Listing } from "@/lib/features/watches/listing-schemas";
import { useListingActions } from "./use-listing-actions";

type Props = { listing: Listing; onChanged: (listing: Listing) => void };

/** Keeps a listing at hand, or takes it out of sight. */
export function SaveAndHide({ listing, onChanged }: Props) {
  const { savedAt, hiddenAt } = listing;
  const { pending, save, hide } = useListingActions(listing, (changed) => {
    if (changed.hiddenAt !== hiddenAt) focusBeside(changed.id);
    onChanged(changed);
  });
  const name = listing.title || "this listing";
  return (
    <span className="relative -mr-1.5 flex shrink-0">
      <IconButton
        label={savedAt ? `Do not keep ${name}` : `Save ${name}`}
        size="icon-sm"
        aria-pressed={savedAt !== null}
        disabled={pending}
        focusableWhenDisabled
        onClick={() => save(savedAt === null)}
      >
        <Bookmark className={savedAt ? "fill-accent text-accent" : undefined} />
      </IconButton>
      <IconButton
        label={hiddenAt ? `Show ${name} again` : `Hide ${name}`}
        size="icon-sm"
        disabled={pending}
        focusableWhenDisabled
        onClick={() => hide(hiddenAt === null)}
      >
        {hiddenAt ? <Eye /> : <EyeOff />}
      </IconButton>
    </span>
  );
}

/** What is hidden leaves the list: the focus that was on it goes to its neighbour. */
function focusBeside(id: string): void {
  const item = document.getElementById(`listing-${id}`);
  if (!item?.contains(document.activeElement)) return;
  (item.nextElementSibling ?? item.previousElementSibling)?.querySelector("a")?.focus();
}
