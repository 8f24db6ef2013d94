/** What watches are called for people, by the names that the server uses. */
export const words = {
  limits: {
    scraper: { name: "Watches", counts: "started, stopped or run" },
    feeds: { name: "Feeds", counts: "one feed, read at its secret URL" },
    images: { name: "Images", counts: "one image, shown to everyone" },
  },
  uses: { watches: { name: "Watches", used: "Used watches" } },
  statistics: { watches: "Running watches", listings: "Listings" },
  notifications: {
    listing: { name: "New listings", text: "A watch of yours found something, or it became cheaper than ever." },
    watch: { name: "Trouble with watches", text: "A watch of yours fails, works again, or was stopped." },
  },
};

/** Why a run brought nothing, as its owner reads it, by the name that is stored. */
const FAILURES: Record<string, string> = {
  // What was asked for.
  url: "The address is not written as a URL.",
  scheme: "The address must start with https:// or http://.",
  credentials: "The address must not hold a password.",
  port: "The address must not name a port of its own.",
  private: "The address leads into a private network.",
  unresolved: "No server of this name is known.",
  robots: "The site asks programs not to look at this page (robots.txt).",
  // The way there.
  refused: "The server does not answer.",
  tls: "The server cannot prove who it is: its certificate is not valid.",
  not_http: "The server does not speak HTTP.",
  timeout: "The server took longer than 10 seconds.",
  redirects: "The address is redirected more than three times.",
  loop: "The address is redirected in a loop.",
  too_large: "The document is larger than 2 MB.",
  cut_off: "The document ends before its end.",
  bad_encoding: "The document cannot be unpacked.",
  bad_header: "The server does not take the question.",
  // What the server said.
  forbidden: "The server does not let programs in (403).",
  not_found: "There is nothing at this address any more (404).",
  gone: "The server says that this is gone for good (410).",
  asked_to_wait: "The server asks to come less often (429).",
  server_failed: "The server has a fault of its own (5xx).",
  odd_status: "The server answers with a status that means nothing here.",
  empty_body: "The server sent an empty document.",
  // What was in it.
  not_recognised: "The document is nothing that can be read: neither a feed nor JSON nor a page.",
  not_a_feed: "The document is not a feed any more.",
  not_json: "The document is not JSON.",
  list_missing: "The list was not found in the page: it was rebuilt, or shows something else for now.",
  nothing_found: "The page has nothing of what was picked: it was rebuilt, or shows something else for now.",
  blocked: "The server showed a page that keeps programs out.",
  too_deep: "The document is nested too deeply.",
  too_slow: "Reading the document took too long.",
  too_much_memory: "Reading the document took too much memory.",
  too_busy: "Too much is being read at this moment.",
  bad_pick: "What was clicked belongs to no row that is repeated.",
  bad_selector: "A selector is not written as CSS.",
  bad_path: "A path is not written as JSONPath.",
  bad_pattern: "The regular expression of the filter takes too long.",
  needs_javascript: "The page shows its content only with JavaScript, which Throng does not run.",
};

/** Why a run failed, in a sentence. */
export const failureWords = (name: string): string => FAILURES[name] ?? "The source could not be read.";

/** What of a run its owner may want to know, by name. */
const NOTES: Record<string, string> = {
  cut_off: "The document ends before its end; what stands before was taken.",
  rows_left_out: "There are more rows than are read.",
  doubled_id: "Several rows have the same id.",
  two_prices: "A row names two prices.",
  summer_zone: "A date names a zone of the other half of the year.",
  date_unread: "A date could not be read.",
  price_unread: "A price could not be read.",
  wrong_charset: "The document is not in the character set it names.",
  few_left: "Most of what was there is missing; it counts as gone when it stays away.",
  price_jump: "A price is exactly a thousand times another: it may be read in the wrong notation.",
  currency_changed: "A price is in another currency than before: they are not compared.",
  moved: "The address has moved for good; the watch follows.",
};

/** A note of a run, in a sentence. */
export const noteWords = (code: string): string => NOTES[code] ?? code;

/** A price as people write it, in the reader's language; empty without one. */
export function priceWords(price: string | null, currency: string | null, locale = "en"): string {
  if (price === null) return "";
  const amount = Number(price);
  const digits = Number.isInteger(amount) ? 0 : (price.split(".")[1]?.replace(/0+$/, "").length ?? 0);
  const options = { minimumFractionDigits: digits === 0 ? 0 : Math.max(2, digits), maximumFractionDigits: 4 };
  if (currency === null) return new Intl.NumberFormat(locale, options).format(amount);
  try {
    return new Intl.NumberFormat(locale, { ...options, style: "currency", currency }).format(amount);
  } catch {
    return `${amount} ${currency}`;
  }
}
