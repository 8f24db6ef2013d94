"use client";

import { Bookmark, Eye, EyeOff } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { Listing } from "@/lib/features/watches/listing-schemas";
import { useListingActions } from "./use-listing-actions";

type Props = { listing: Listing; onChanged: (listing: Listing) => void };

/** The same as in the list, in words. */
export function SaveAndHideButtons({ listing, onChanged }: Props) {
  const { pending, save, hide } = useListingActions(listing, onChanged);
  const { savedAt, hiddenAt } = listing;
  return (
    <>
      <Button look="plain" disabled={pending} focusableWhenDisabled onClick={() => save(savedAt === null)}>
        <Bookmark aria-hidden="true" className={savedAt ? "fill-accent text-accent" : undefined} />
        {savedAt ? "Saved" : "Save"}
      </Button>
      <Button look="plain" disabled={pending} focusableWhenDisabled onClick={() => hide(hiddenAt === null)}>
        {hiddenAt ? <Eye aria-hidden="true" /> : <EyeOff aria-hidden="true" />}
        {hiddenAt ? "Show again" : "Hide"}
      </Button>
    </>
  );
}
