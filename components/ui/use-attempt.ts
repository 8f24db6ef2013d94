"use client";

import { useCallback, useTransition } from "react";
import { asRefusal } from "@/lib/client/refusal";
import { toast } from "./toast";

/** Runs something that may be refused; a refusal becomes a toast that begins with `failed`. Answers whether it is running. */
export function useAttempt() {
  const [pending, startTransition] = useTransition();
  const attempt = useCallback(
    (failed: string, work: () => Promise<void>) =>
      startTransition(async () => {
        try {
          await work();
        } catch (error) {
          toast({ title: failed, description: asRefusal(error).message, type: "error" });
        }
      }),
    [],
  );
  return { pending, attempt };
}
