"use client";

import { unstable_rethrow } from "next/navigation";
import { useTransition } from "react";
import { useLive } from "@/lib/client/use-live";

/** Ends the session by `signOut`, which leads away. */
export function useSignOut(signOut: () => Promise<void>) {
  const live = useLive();
  const [pending, startTransition] = useTransition();
  const leave = () =>
    startTransition(async () => {
      // Else this tab would hear that its session ended and leave before the answer, which takes the cookie away.
      live.close();
      try {
        await signOut();
      } catch (error) {
        unstable_rethrow(error);
        live.open();
        throw error;
      }
    });
  return { pending, leave };
}
