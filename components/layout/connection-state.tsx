"use client";

import { useEffect, useState } from "react";
import { cn } from "@/components/ui/cn";
import type { ConnectionState } from "@/lib/client/live-socket";
import { useConnectionState } from "@/lib/client/use-live";

const words: Record<ConnectionState, { text: string; dot: string }> = {
  connecting: { text: "Connecting", dot: "bg-warn animate-breathe" },
  online: { text: "Connected", dot: "bg-ok" },
  reconnecting: { text: "Reconnecting", dot: "bg-warn animate-breathe" },
  ended: { text: "Signed out", dot: "bg-danger" },
};

/** A dot and a word: whether what is on the screen is live. */
export function ConnectionLabel({ className }: { className?: string }) {
  const { text, dot } = words[useConnectionState()];
  return (
    <span className={cn("inline-flex items-center gap-1.5 text-faint text-xs", className)}>
      <span aria-hidden="true" className={cn("size-2 rounded-full", dot)} />
      {text}
    </span>
  );
}

/** A break shorter than this is nobody's business, in milliseconds. */
const PATIENCE_MS = 1_000;

/** Says across the page that the connection is gone and comes back by itself. */
export function ConnectionBanner() {
  const state = useConnectionState();
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (state !== "reconnecting") return undefined;
    const timer = setTimeout(() => setIsLong(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setIsLong(false);
    };
  }, [state]);
  return (
    <output className="block">
      {isLong && state === "reconnecting" && (
        <p className="flex items-center justify-center gap-2 bg-warn-soft px-4 py-1.5 text-sm text-warn-ink">
          <span aria-hidden="true" className="size-2 animate-breathe rounded-full bg-warn" />
          No connection. Reconnecting; what you write is sent when it is back.
        </p>
      )}
    </output>
  );
}
