import { urlFault } from "@/lib/kit/safe-fetch/safe-fetch";
import { invalid } from "@/lib/shared/errors";

/** The server of a URL, as politeness counts: with its port, where that is not the usual one. */
export const hostOf = (url: string): string => new URL(url).host;

/**
 * A URL as it is stored and fetched: without a fragment, which no server sees, and in the one spelling it has. A name
 * without a scheme is asked by https.
 * @throws invalid_input on `field` when it may not be fetched
 */
export function sourceUrl(text: string, field = "url"): string {
  const written = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/]+\.[^/:]+:\d+/.test(text) ? text : `https://${text}`;
  const fault = urlFault(written);
  if (fault) return invalid(field, fault);
  const url = new URL(written);
  url.hash = "";
  return url.href.length <= 2_000 ? url.href : invalid(field, "must have at most 2000 characters");
}
