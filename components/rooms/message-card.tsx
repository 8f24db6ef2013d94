/* oxlint-disable nextjs/no-img-element -- pictures of things come from this instance in the size they are shown in */

import { Link } from "@/components/ui/link";
import type { Card } from "@/lib/core/cards/schemas";

/** What was shared with a message. All of it leads to the thing; its name is the link. */
export function MessageCard({ card }: { card: Card }) {
  const { title, text, url, image, facts } = card;
  return (
    <div className="relative my-1 flex max-w-md gap-3 rounded-lg border border-line bg-raised p-3 transition-colors hover:border-line-strong">
      {image && <img src={image} alt="" loading="lazy" className="size-16 shrink-0 rounded-md object-cover" />}
      <div className="min-w-0 flex-1">
        <p className="line-clamp-2 wrap-anywhere font-medium text-sm">
          <Link href={url} className="rounded-sm after:absolute after:inset-0">
            {title}
          </Link>
        </p>
        {text && <p className="mt-0.5 line-clamp-3 wrap-anywhere text-soft text-sm">{text}</p>}
        {facts.length > 0 && <Facts facts={facts} />}
      </div>
    </div>
  );
}

function Facts({ facts }: Pick<Card, "facts">) {
  return (
    <dl className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {facts.map(({ label, value }) => (
        <div key={`${label} ${value}`} className="flex min-w-0 gap-1.5">
          <dt className="shrink-0 text-faint">{label}</dt>
          <dd className="wrap-anywhere text-ink tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
