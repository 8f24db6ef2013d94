"use client";

import { MoreButton } from "@/components/ui/more-button";
import { Moment } from "@/components/ui/time";
import { usePages } from "@/components/ui/use-pages";
import { words } from "@/components/words";
import { quotaWords } from "@/lib/client/rate-limit-words";
import type { RateLimitChangeView } from "@/lib/core/rate-limits/admin-schemas";
import type { Page } from "@/lib/shared/page";

/** Who changed which limit, newest first. */
export function RateLimitHistory({ first, path }: { first: Page<RateLimitChangeView>; path: string }) {
  const pages = usePages(first, path);
  return (
    <>
      <ol className="divide-y divide-line border-line border-t">
        {pages.items.map((change) => (
          <li key={change.id} className="px-5 py-3 text-sm">
            <p>
              <span className="font-medium">{words.limit(change.rateLimit).name}</span> {changeWords(change)}
            </p>
            <p className="wrap-anywhere text-faint text-xs">
              {change.changedBy?.displayName ?? "Someone who left"}, <Moment at={change.createdAt} />
            </p>
          </li>
        ))}
      </ol>
      <MoreButton label="Older changes" {...pages} />
    </>
  );
}

function changeWords({ quota, shadow }: RateLimitChangeView): string {
  const to = quota ? `set to ${quotaWords(quota)}` : "back to the default";
  return `${to}${shadow ? ", in shadow mode" : ""}`;
}
