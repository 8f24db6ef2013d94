import { askedListings, readListings } from "@/app/(member)/listings/asked-listings";
import { readWatch } from "@/app/(member)/watches/[watchId]/read-watch";
import { WatchListings } from "@/components/watches/listings/watch-listings";

type Props = {
  params: Promise<{ watchId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function WatchPage({ params, searchParams }: Props) {
  const { ctx, watch } = await readWatch((await params).watchId);
  const query = askedListings({ ...(await searchParams), watchId: watch.id });
  return <WatchListings watch={watch} {...(await readListings(ctx, query))} />;
}
