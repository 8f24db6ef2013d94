"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { MoreButton } from "@/components/ui/more-button";
import { Moment } from "@/components/ui/time";
import { useAttempt } from "@/components/ui/use-attempt";
import { usePages } from "@/components/ui/use-pages";
import { words } from "@/components/words";
import { api } from "@/lib/client/api";
import { quotaWords } from "@/lib/client/rate-limit-words";
import type { OverrideView } from "@/lib/core/rate-limits/admin-schemas";
import type { Page } from "@/lib/shared/page";

/** `path` is the list at the API; `named` shows whose each override is. */
type Props = { first: Page<OverrideView>; path: string; named?: boolean };

/** Limits of single members that differ from the general ones. */
export function OverrideList({ first, path, named = false }: Props) {
  const pages = usePages(first, path);
  return (
    <>
      <ul className="divide-y divide-line border-line border-t">
        {pages.items.map((override) => (
          <Override key={`${override.member.id} ${override.rateLimit}`} override={override} named={named} />
        ))}
      </ul>
      <MoreButton label="More overrides" {...pages} />
    </>
  );
}

function Override({ override, named }: { override: OverrideView; named: boolean }) {
  const router = useRouter();
  const { pending, attempt } = useAttempt();
  const { member, rateLimit, expiresAt } = override;
  const { name } = words.limit(rateLimit);
  const remove = () =>
    attempt("The override still holds", async () => {
      await api("DELETE", `/admin/rate-limits/overrides/${member.id}/${rateLimit}`);
      router.refresh();
    });
  return (
    <li className="flex items-center gap-4 px-5 py-3 text-sm">
      <div className="min-w-0 flex-1">
        {named && (
          <Link
            href={`/admin/users/${member.id}`}
            className="block truncate font-medium underline-offset-2 hover:underline"
          >
            {member.displayName}
          </Link>
        )}
        <p className={named ? "text-soft" : undefined}>
          {name}: {quotaWords(override)}
        </p>
        <p className="text-faint text-xs">
          {expiresAt ? (
            <>
              until <Moment at={expiresAt} />
            </>
          ) : (
            "for good"
          )}
        </p>
      </div>
      <Button look="plain" size="sm" pending={pending} onClick={remove}>
        Remove
        <span className="sr-only">
          {" "}
          the override of {name}
          {named && ` for ${member.displayName}`}
        </span>
      </Button>
    </li>
  );
}
