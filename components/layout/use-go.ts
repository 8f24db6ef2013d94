"use client";

import { useRouter } from "next/navigation";
import { useAttempt } from "@/components/ui/use-attempt";

/** Runs something that may be refused and goes to the path it answers. A refusal becomes a toast that begins with `failed`. */
export function useGo() {
  const router = useRouter();
  const { pending, attempt } = useAttempt();
  const go = (failed: string, work: () => Promise<string | undefined>) =>
    attempt(failed, async () => {
      const path = await work();
      if (path !== undefined) router.push(path);
    });
  return { pending, go };
}
