"use client";

import { useNow } from "@/lib/client/time";
import { useWatches } from "@/lib/features/watches/client/watches-provider";
import { isRunning } from "@/lib/features/watches/client/watches-store";
import type { Watch } from "@/lib/features/watches/watch-schemas";
import { type State, stateOf } from "./watch-words";

/** What a watch is at now, and whether its first run is still to come or goes on. */
export function useWatchState(watch: Watch): { state: State; isFirst: boolean } {
  const now = useNow();
  const running = isRunning(useWatches(), watch, now);
  const state = stateOf(watch, running, now);
  return { state, isFirst: watch.lastRunAt === null && (state === "running" || state === "due") };
}
