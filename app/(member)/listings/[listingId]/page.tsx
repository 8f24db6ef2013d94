import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { memberContext } from "@/app/page-context";
import { ListingView } from "@/components/watches/listings/listing-view";
import { getListing, listPrices } from "@/lib/features/watches";
import { isAppError } from "@/lib/shared/errors";

type Props = { params: Promise<{ listingId: string }> };

/** The listing, if it is the member's; read once for the page and its title. */
const readListing = cache(async (listingId: string) => {
  const ctx = await memberContext(`/listings/${listingId}`);
  try {
    return { ctx, listing: await getListing(ctx, { listingId }) };
  } catch (error) {
    if (isAppError(error) && (error.code === "not_found" || error.code === "invalid_input")) return notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { listing } = await readListing((await params).listingId);
  return { title: listing.title || listing.watchName };
}

export default async function ListingPage({ params }: Props) {
  const { ctx, listing } = await readListing((await params).listingId);
  const { items: prices } = await listPrices(ctx, { listingId: listing.id, limit: 100 });
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col px-4 py-8 sm:px-8">
      <ListingView key={listing.id} listing={listing} prices={prices} />
    </div>
  );
}
