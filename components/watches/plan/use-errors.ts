"use client";

import { useState } from "react";
import { useAttempt } from "@/components/ui/use-attempt";
import { asRefusal, type Refusal } from "@/lib/client/refusal";
import type { ErrorOf } from "./plan";

/**
 * Does something that may be refused, and keeps the refusal beside its fields: `error(name)` is what is wrong with a field
 * or inside it, `notice` what is wrong with the whole.
 */
export function useErrors(fields: readonly string[]) {
  const [refusal, setRefusal] = useState<Refusal>();
  const { pending, attempt } = useAttempt();
  const error: ErrorOf = (name) =>
    refusal?.errors.find(({ field }) => field === name || field.startsWith(`${name}.`))?.message;
  const other = refusal?.errors.find(
    ({ field }) => !fields.some((name) => field === name || field.startsWith(`${name}.`)),
  );
  const isWhole = refusal && (refusal.errors.length === 0 || other);
  const run = (work: () => Promise<void>) =>
    attempt("", async () => {
      try {
        await work();
        setRefusal(undefined);
      } catch (thrown) {
        setRefusal(asRefusal(thrown));
      }
    });
  return {
    pending,
    run,
    error,
    notice: isWhole ? refusal.message : undefined,
    clear: () => setRefusal(undefined),
    refusal,
  };
}
