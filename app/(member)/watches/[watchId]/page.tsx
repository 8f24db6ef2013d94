import { askedListings, listingInput } from "@/app/(member)/listings/asked-listings";
import { readWatch } from "@/app/(member)/watches/[watchId]/read-watch";
import { LISTINGS_AT_ONCE } from "@/components/watches/listings/listing-query";
import { WatchListings } from "@/components/watches/listings/watch-listings";
import { listListings } from "@/lib/features/watches";

type Props = {
  params: Promise<{ watchId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function WatchPage({ params, searchParams }: Props) {
  const { ctx, watch } = await readWatch((await params).watchId);
  const query = askedListings({ ...(await searchParams), watchId: watch.id });
  const first = await listListings(ctx, { ...listingInput(query), limit: LISTINGS_AT_ONCE });
  return <WatchListings watch={watch} query={query} first={first} />;
}
