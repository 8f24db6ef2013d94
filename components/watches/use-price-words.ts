"use client";

import { useChosenSettings } from "@/lib/client/settings";
import { useDeviceZone } from "@/lib/client/time";
import { priceWords } from "@/lib/features/watches/words";

const USUAL = "en-GB";

/** How prices are written for the viewer, as dates are; as English does while the page is still the server's. */
export function usePriceWords(): (price: string | null, currency: string | null) => string {
  const device = useDeviceZone();
  const { locale } = useChosenSettings();
  const used = device === "" ? USUAL : (locale ?? USUAL);
  return (price, currency) => priceWords(price, currency, used);
}
