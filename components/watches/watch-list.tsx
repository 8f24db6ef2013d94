"use client";

import { Eye, SearchX } from "lucide-react";
import { Meter } from "@/components/charts/meter";
import { buttonStyles } from "@/components/ui/button-styles";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { useWatches } from "@/lib/features/watches/client/watches-provider";
import { WatchRow } from "./watch-row";

/** The member's watches, live. */
export function WatchList({ query }: { query: string }) {
  const { watches, quota } = useWatches();
  if (watches.length === 0) return <NoWatch />;
  const wanted = query.toLocaleLowerCase();
  const shown = watches.filter(({ name, url }) => `${name} ${url}`.toLocaleLowerCase().includes(wanted));
  if (shown.length === 0) {
    return (
      <EmptyState icon={SearchX} title="None of your watches goes by that name">
        It is looked for in names and addresses.
      </EmptyState>
    );
  }
  return (
    <>
      <Card className="overflow-hidden">
        <ul aria-label="Your watches" className="divide-y divide-line">
          {shown.map((watch) => (
            <WatchRow key={watch.id} watch={watch} />
          ))}
        </ul>
      </Card>
      <Quota used={watches.length} of={quota} />
    </>
  );
}

function NoWatch() {
  return (
    <EmptyState
      icon={Eye}
      title="You watch nothing yet"
      action={
        <Link href="/watches/new" className={buttonStyles()}>
          Make your first watch
        </Link>
      }
    >
      Give Throng the address of a shop, a board, a feed or an API. It looks there for you and tells you what is new or
      cheaper.
    </EmptyState>
  );
}

function Quota({ used, of }: { used: number; of: number }) {
  return (
    <div className="flex flex-col gap-1.5 self-end text-faint text-xs tabular-nums max-sm:self-stretch sm:w-48">
      <p>
        {used} of {of} watches used
      </p>
      <Meter used={used} of={of} />
    </div>
  );
}
