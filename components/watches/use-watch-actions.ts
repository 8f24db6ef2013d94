"use client";

import { useRouter } from "next/navigation";
import { toast } from "@/components/ui/toast";
import { useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import { useWatchesStore } from "@/lib/features/watches/client/watches-provider";
import { hearDeletion, takeWatch } from "@/lib/features/watches/client/watches-store";
import type { Watch } from "@/lib/features/watches/watch-schemas";

/** What can be done with a watch at any time. */
export function useWatchActions({ id, name }: Pick<Watch, "id" | "name">) {
  const store = useWatchesStore();
  const router = useRouter();
  const { pending, attempt } = useAttempt();
  const ask = (what: "start" | "stop" | "run", failed: string) => () =>
    attempt(failed, async () => {
      const watch = await api<Watch>("POST", `/watches/${id}/${what}`, {});
      store.update((state) => takeWatch(state, watch));
    });
  return {
    pending,
    start: ask("start", `“${name}” was not started`),
    stop: ask("stop", `“${name}” was not stopped`),
    run: ask("run", `“${name}” was not run`),
    remove: () =>
      attempt(`“${name}” was not deleted`, async () => {
        await api("DELETE", `/watches/${id}`);
        store.update((state) => hearDeletion(state, id));
        router.push("/watches");
        toast({ title: `“${name}” was deleted` });
      }),
  };
}
