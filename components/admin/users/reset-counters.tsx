"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";

/** Forgets what was counted for a member, so that every limit is whole again. */
export function ResetCounters({ userId }: { userId: string }) {
  const router = useRouter();
  const { pending, attempt } = useAttempt();
  const reset = () =>
    attempt("The counters still count", async () => {
      await api("DELETE", `/admin/rate-limits/${userId}`);
      toast({ title: "The counters are reset" });
      router.refresh();
    });
  return (
    <Button look="plain" size="sm" pending={pending} onClick={reset}>
      Reset counters
    </Button>
  );
}
