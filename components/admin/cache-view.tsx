"use client";

import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import { PageHeading } from "@/components/layout/page-heading";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmButton } from "@/components/ui/confirm-button";
import type { Column } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import { useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import { useLiveEvent } from "@/lib/client/use-live";
import type { SystemStats } from "@/lib/core/admin/schemas";
import { type Cache, CacheTable } from "./cache-table";

const clear: Column<Cache> = { name: "Clear", isAction: true, cell: ({ name }) => <ClearOne name={name} /> };

/** Every cache, as it serves now. The server draws the first figures; then it sends new ones every few seconds. */
export function CacheView({ first }: { first: Cache[] }) {
  const [heard, setHeard] = useState({ first, caches: first });
  useLiveEvent(
    "admin:stats",
    useCallback(({ cache }: SystemStats) => setHeard({ first, caches: cache }), [first]),
  );
  const { pending, clearCache } = useClear();
  return (
    <>
      <PageHeading
        title="Cache"
        lead="The figures are those of every process since it started. Clearing reaches them all."
      >
        <ConfirmButton
          title="Clear every cache?"
          consequence="Nothing is lost: what is asked next is read from the database again, which is busier for a moment."
          verb="Clear all"
          pending={pending}
          onConfirm={() => clearCache()}
        >
          Clear all
        </ConfirmButton>
      </PageHeading>
      <Card className="overflow-hidden">
        <CacheTable caches={heard.first === first ? heard.caches : first} actions={clear} />
      </Card>
    </>
  );
}

function ClearOne({ name }: { name: string }) {
  const { pending, clearCache } = useClear();
  return (
    <Button look="plain" size="sm" pending={pending} onClick={() => clearCache(name)}>
      Clear<span className="sr-only"> {name}</span>
    </Button>
  );
}

/** Empties one namespace, or all. */
function useClear() {
  const router = useRouter();
  const { pending, attempt } = useAttempt();
  const clearCache = (name?: string) =>
    attempt("The cache is as it was", async () => {
      await api("DELETE", name ? `/admin/cache/${encodeURIComponent(name)}` : "/admin/cache");
      toast({ title: name ? `${name} is cleared` : "Every cache is cleared" });
      router.refresh();
    });
  return { pending, clearCache };
}
