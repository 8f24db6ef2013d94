/** What stands for a currency beside a number, longest first where one begins another. */
const SIGNS: Record<string, string> = {
  ...{ "US $": "USD", "CA $": "CAD", "AU $": "AUD", "NZ $": "NZD", "HK $": "HKD", "S/": "PEN", đ: "VND" },
  ...{ US$: "USD", CA$: "CAD", AU$: "AUD", NZ$: "NZD", HK$: "HKD", NT$: "TWD", MX$: "MXN", R$: "BRL" },
  ...{ A$: "AUD", C$: "CAD", S$: "SGD", "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₴": "UAH", "₺": "TRY" },
  ...{ "₩": "KRW", "₪": "ILS", "฿": "THB", "₫": "VND", "₱": "PHP", "₦": "NGN", "₸": "KZT", "₾": "GEL" },
  ...{ 円: "JPY", 元: "CNY", 원: "KRW", 人民币: "CNY", ريال: "SAR", "ر.س": "SAR", "د.إ": "AED", درهم: "AED" },
};

/** Words, which end where letters do. Those in capitals are read only so. */
const WORDS: Record<string, string> = {
  ...{ Rs: "INR", zł: "PLN", zl: "PLN", Kč: "CZK", Ft: "HUF", lei: "RON", лв: "BGN", грн: "UAH", руб: "RUB", р: "RUB" },
  ...{
    TL: "TRY",
    Rp: "IDR",
    RM: "MYR",
    Fr: "CHF",
    SFr: "CHF",
    euro: "EUR",
    euros: "EUR",
    Euro: "EUR",
    Euros: "EUR",
    dollars: "USD",
  },
};

const CODES =
  "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KRW KZT MAD MXN MYR NGN NOK NZD PEN PHP PKR PLN RMB RON RSD RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR".split(
    " ",
  );

const DOLLARS: Record<string, string> = {
  ...{ CA: "CAD", AU: "AUD", NZ: "NZD", SG: "SGD", HK: "HKD", TW: "TWD", MX: "MXN", AR: "ARS", CL: "CLP", CO: "COP" },
};
const CROWNS: Record<string, string> = { sv: "SEK", nb: "NOK", nn: "NOK", no: "NOK", da: "DKK", is: "ISK", cs: "CZK" };

/** Currencies that are written without a fraction. */
const WHOLE = new Set(["JPY", "KRW", "VND", "CLP", "ISK", "HUF", "IDR", "PYG", "XOF", "XAF"]);

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const longestFirst = (names: string[]): string =>
  names
    .toSorted((a, b) => b.length - a.length)
    .map(escape)
    .join("|");

/** Where a text names a currency. */
export const CURRENCY_PATTERN = String.raw`${longestFirst(Object.keys(SIGNS))}|[$¥]|(?<!\p{L})(?:${longestFirst([...Object.keys(WORDS), ...CODES, "kr", "Kr"])})(?!\p{L})\.?`;

/** ISO 4217 of a currency as it is written, where `$`, `¥` and `kr` are those of the language; null when that is not known. */
export function currencyOf(written: string, language = ""): string | null {
  const name = written.replace(/\.$/, "");
  const [speech = "", region = ""] = language.split(/[-_]/);
  if (name === "$") return DOLLARS[region.toUpperCase()] ?? "USD";
  if (name === "¥") return speech.toLowerCase() === "zh" ? "CNY" : "JPY";
  if (/^kr$/i.test(name)) return CROWNS[speech.toLowerCase()] ?? null;
  if (name === "RMB") return "CNY";
  return SIGNS[written] ?? WORDS[name] ?? (CODES.includes(name) ? name : null);
}

/** An ISO 4217 code as data writes it, in any case; null for what is none. */
export function currencyCode(text: string | null | undefined): string | null {
  const code = text?.trim() ?? "";
  return /^[a-z]{3}$/i.test(code) ? code.toUpperCase() : code === "" ? null : currencyOf(code);
}

export const isWhole = (currency: string | null): boolean => currency !== null && WHOLE.has(currency);
