import { figure } from "@/components/admin/figures";
import { Ago } from "@/components/ui/time";
import { words } from "@/components/words";
import type { Offender } from "@/lib/core/rate-limits/admin-schemas";
import { Who } from "./who";

/** Whose attempts were refused most. */
export function OffenderList({ offenders }: { offenders: Offender[] }) {
  return (
    <ol className="divide-y divide-line border-line border-t">
      {offenders.map(({ rateLimit, key, member, refusals, lastAt }) => (
        <li key={`${rateLimit} ${key}`} className="flex items-center gap-4 px-5 py-3 text-sm">
          <div className="min-w-0 flex-1">
            <Who member={member} counted={key} className="block" />
            <p className="text-faint text-xs">
              {words.limit(rateLimit).name}, last <Ago at={lastAt} />
            </p>
          </div>
          <p className="text-right tabular-nums">
            {figure(refusals)} <span className="text-faint text-xs">refused</span>
          </p>
        </li>
      ))}
    </ol>
  );
}
