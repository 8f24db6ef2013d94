import type { Availability } from "./types";

const word = (words: string): RegExp => new RegExp(String.raw`(?<!\p{L})(?:${words})(?!\p{L})`, "iu");
const part = (parts: string): RegExp => new RegExp(`(?:${parts})`, "iu");

/** Said of a thing alone: "sold by" names a shop. */
const GONE =
  /^\P{L}*(?:(?:this item is )?sold|reserved|verkauft|reserviert|vendue?s?|réservée?|vendid[oa]s?|reservad[oa]|vendut[oaie]|verkocht|gereserveerd|sprzedan[yea]|продано|зарезервировано)\P{L}*$/iu;

const OUT = [
  GONE,
  word(
    "(?:currently |temporarily |now |is )?out[ -]of[ -]stock|(?<!not )sold[ -]?out|(?:back )?in stock soon|no stock|(?:currently |temporarily )?unavailable|not (?:currently |yet )?(?:available|in stock)|no longer available|coming soon|discontinued|back[ -]?order(?:ed)?|notify me when available|none left|0 (?:in stock|available|left)",
  ),
  word(
    "ausverkauft|(?:derzeit |aktuell |zurzeit |momentan |leider )*(?:nicht|nicht mehr) (?:verfügbar|lieferbar|vorrätig|auf lager|erhältlich)|vergriffen|demnächst|bald (?:wieder )?(?:verfügbar|lieferbar|auf lager|da)|kein bestand",
  ),
  word(
    "épuisée?s?|rupture de stock|en rupture|indisponibles?|(?:non|pas|plus|n'est plus) disponibles?|bientôt disponible",
  ),
  word(
    "agotad[oa]s?|sin existencias|sin stock|no disponibles?|no está disponible|fuera de stock|próximamente|esgotad[oa]s?|sem estoque|sem stock|indisponíve(?:l|is)|não disponível|em breve",
  ),
  word("esaurit[oaie]|non disponibil[ei]|terminat[oaie]|in arrivo|prossimamente"),
  word("uitverkocht|niet (?:meer )?(?:op voorraad|leverbaar|beschikbaar)|niet beschikbaar|binnenkort"),
  word("wyprzedan[yea]|niedostępn[yea]|brak w magazynie|chwilowo brak|vyprodáno|není skladem|wkrótce"),
  word("slutsåld|ikke på lager|udsolgt|utsolgt|ej i lager|slut i lager|loppuunmyyty|ei varastossa|tükendi|stokta yok"),
  part("нет в наличии|нет на складе|распродано|недоступ|не доступ|законч|ожидается|немає в наявності"),
  part(
    "売り切れ|売切れ|品切れ|在庫なし|在庫切れ|入荷待ち|完売|販売終了|近日発売|缺货|缺貨|售罄|无货|無貨|已售完|暂无库存|품절|재고 없음",
  ),
  part("نفدت الكمية|نفذت الكمية|غير متوفر|غير متاح|تم البيع|נגמר במלאי|אזל מהמלאי"),
];

const IN = [
  word(
    "(?:\\d+ )?in stock|(?:low|limited) stock|last one|available(?! from| on| soon)|only \\d+ left|\\d+ left|\\d+ available|ready to ship|in store|add to (?:cart|basket|bag)|buy now|pre-?order now",
  ),
  word(
    "auf lager|lagernd|bestellbar|sofort lieferbar|lieferbar|verfügbar|vorrätig|nur noch \\d+|noch \\d+ stück|in den warenkorb|sofort verfügbar",
  ),
  word("en stock|disponibles?|ajouter au panier|plus que \\d+"),
  word(
    "en existencias|hay existencias|disponibles?|añadir al carrito|em estoque|em stock|disponíve(?:l|is)|adicionar ao carrinho",
  ),
  word("disponibil[ei]|in magazzino|aggiungi al carrello|disponibilità immediata"),
  word("op voorraad|leverbaar|beschikbaar|in winkelwagen"),
  word("dostępn[yea]|na stanie|w magazynie|do koszyka|skladem|i lager|på lager|varastossa|stokta"),
  part("в наличии|есть на складе|доступ[ен]|в корзину|в наявності"),
  part("在庫あり|在庫有|残り\\d+|カートに入れる|有货|有貨|现货|現貨|加入购物车|재고 있음|구매 가능"),
  part("متوفر|متاح|أضف إلى السلة|במלאי"),
];

/**
 * Whether a text says that the thing can be had: the first word of it that speaks of that decides. Coming soon is not yet
 * there. Null when none does.
 */
export function readAvailability(text: string): Availability | null {
  const schema = schemaAvailability(text.trim());
  if (schema !== undefined) return schema;
  const line = text.replace(/\s+/g, " ").slice(0, 4_000);
  const out = first(OUT, line);
  const there = first(IN, line);
  if (out === null) return there === null ? null : "in";
  return there === null || !isBefore(there, out) ? "out" : "in";
}

type Span = { start: number; end: number };

/** What lies within the other is a part of its words: "in stock" of "not in stock". */
const isBefore = (a: Span, b: Span): boolean => a.start < b.start && a.end <= b.start;

function first(patterns: RegExp[], line: string): Span | null {
  const spans = patterns.flatMap((pattern) => {
    const match = pattern.exec(line);
    return match ? [{ start: match.index, end: match.index + match[0].length }] : [];
  });
  return spans.toSorted((a, b) => a.start - b.start)[0] ?? null;
}

const SCHEMA: Record<string, Availability> = {
  ...{
    instock: "in",
    limitedavailability: "in",
    onlineonly: "in",
    instoreonly: "in",
    madetoorder: "in",
    instoreand: "in",
  },
  ...{ outofstock: "out", soldout: "out", backorder: "out", discontinued: "out", preorder: "out", presale: "out" },
  ...{ reserved: "out", oos: "out", available: "in", pending: "out" },
};

/** What schema.org and feeds of shops say: https://schema.org/InStock, in_stock. */
function schemaAvailability(text: string): Availability | undefined {
  const name = /^(?:https?:\/\/schema\.org\/|schema:)?([a-z _-]{3,24})$/i
    .exec(text)?.[1]
    ?.toLowerCase()
    .replace(/[ _-]/g, "");
  return name !== undefined && Object.hasOwn(SCHEMA, name) ? SCHEMA[name] : undefined;
}
