"use client";

import { LineChart } from "lucide-react";
import { Chart } from "@/components/charts/chart";
import { Section } from "@/components/layout/section";
import { EmptyState } from "@/components/ui/empty-state";
import { usePriceWords } from "@/components/watches/use-price-words";
import { shortTime, useNow, useTimeZone } from "@/lib/client/time";
import type { Listing, PricePoint } from "@/lib/features/watches/listing-schemas";
import { courseOf } from "./price-course";

type Props = { listing: Listing; prices: readonly PricePoint[] };

const COLOURS = ["var(--accent)", "var(--signal)", "var(--warn)"];

/** What a listing cost, as steps over time. */
export function PriceHistory({ listing, prices: known }: Props) {
  const prices = withNow(known, listing);
  return (
    <Section
      className="self-start"
      title="Price"
      lead={prices.length > 1 ? `${prices.length} prices since it was found` : undefined}
    >
      {prices.length === 0 ? (
        <EmptyState icon={LineChart} title="No price is known" className="py-6">
          The source names none that could be read.
        </EmptyState>
      ) : (
        <Course listing={listing} prices={prices} />
      )}
    </Section>
  );
}

/** What came since the page was made is the price of the listing now. */
function withNow(prices: readonly PricePoint[], { price, currency, changedAt }: Listing): readonly PricePoint[] {
  const [last] = prices;
  if (price === null || (last && Number(last.price) === Number(price) && last.currency === currency)) return prices;
  return [{ at: changedAt, price, currency }, ...prices];
}

function Course({ listing, prices }: Props) {
  const zone = useTimeZone();
  const now = useNow();
  const words = usePriceWords();
  const { currencies, points } = courseOf(prices, listing, now);
  const series = currencies.map((currency, place) => ({
    key: currency || "none",
    name: currency || "Price",
    colour: COLOURS[place % COLOURS.length] ?? "var(--accent)",
  }));
  const rows = points.map(({ at, price, currency }) => ({
    at,
    label: shortTime(new Date(at).toISOString(), zone),
    values: price === undefined ? {} : { [currency || "none"]: price },
  }));
  const [only = ""] = currencies;
  const read = (value: number) => words(String(value), currencies.length === 1 ? only || null : null);
  return <Chart caption="Prices" rowName="From" look="steps" rows={rows} series={series} read={read} />;
}
