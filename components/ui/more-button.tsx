"use client";

import { Button } from "./button";

type Props = { label: string; hasMore: boolean; pending: boolean; more: () => void };

/** The end of a list that goes on. */
export function MoreButton({ label, hasMore, pending, more }: Props) {
  if (!hasMore) return null;
  return (
    <div className="flex justify-center border-line border-t p-3">
      <Button look="quiet" size="sm" pending={pending} onClick={more}>
        {label}
      </Button>
    </div>
  );
}
