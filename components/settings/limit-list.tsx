"use client";

import { RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Meter } from "@/components/charts/meter";
import { Button } from "@/components/ui/button";
import { Moment } from "@/components/ui/time";
import { words } from "@/components/words";
import { quotaWords } from "@/lib/client/rate-limit-words";
import type { RateLimitStatus } from "@/lib/core/rate-limits/schemas";

/** What is used and left of every limit. */
export function LimitList({ limits }: { limits: RateLimitStatus[] }) {
  return (
    <ul className="divide-y divide-line border-line border-t">
      {limits.map((limit) => (
        <Limit key={limit.rateLimit} limit={limit} />
      ))}
    </ul>
  );
}

function Limit({ limit: status }: { limit: RateLimitStatus }) {
  const { rateLimit, limit, remaining, resetAt } = status;
  const { name, counts } = words.limit(rateLimit);
  return (
    <li className="flex flex-col gap-2 px-5 py-3.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="text-sm">
          <span className="font-medium">{name}</span> <span className="text-faint">{counts}</span>
        </p>
        <p className="text-faint text-xs tabular-nums">{quotaWords(status)}</p>
      </div>
      {remaining !== null && <Meter used={limit - remaining} of={limit} />}
      <p className="flex flex-wrap justify-between gap-x-4 text-soft text-xs tabular-nums">
        <span>{remaining === null ? "Counted by IP" : leftWords(limit, remaining)}</span>
        {resetAt && (
          <span className="text-faint">
            next one back at <Moment at={resetAt} />
          </span>
        )}
      </p>
    </li>
  );
}

const leftWords = (limit: number, remaining: number): string =>
  `${(limit - remaining).toLocaleString("en")} used, ${remaining.toLocaleString("en")} left`;

/** Reads the page anew. */
export function RefreshButton() {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  return (
    <Button look="plain" size="sm" pending={pending} onClick={() => startTransition(() => router.refresh())}>
      {!pending && <RotateCw aria-hidden="true" />}
      Refresh
    </Button>
  );
}
