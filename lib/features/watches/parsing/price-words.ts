/** Words around a price that say what it is. Those before it end where the number or its currency begins. */
const before = (words: string): RegExp => new RegExp(String.raw`(?<!\p{L})(?:${words})[\s:]*$`, "iu");
const after = (words: string): RegExp => new RegExp(String.raw`^[\s*]*(?:${words})`, "iu");

/** "from 9,99 €" */
export const FROM = [
  before(
    "from|starting at|starts at|as low as|ab|à partir de|a partir de|dès|desde|a partire da|da|vanaf|od|от|från|fra|alkaen|начиная с",
  ),
  after("から|〜|～|起|より|부터"),
] as const;

/** What it cost once, or elsewhere. */
export const WAS = [
  before(
    "was|were|before|instead of|reg\\.|regular(?: price)?|list price|old price|original(?:ly)?(?: price)?(?: was)?|rrp|msrp|statt|vorher|früher|zuvor|uvp|uvp des herstellers|alter preis|au lieu de|avant|prix conseillé|ancien prix|antes|precio anterior|prima|invece di|prezzo consigliato|voor|van|adviesprijs|było|cena regularna|zamiast|de|preço anterior|было|вместо|старая цена|通常価格|定価|参考価格|原价|市场价",
  ),
  after("was\\b|rrp\\b|uvp\\b"),
] as const;

/** What is not the price of the thing itself: what is saved, sent, paid by month, without tax, or asked for a used one. */
export const ASIDE = [
  before(
    "save|you save|saving|discount|spare|sie sparen|rabatt|ersparnis|économisez|remise|ahorra|descuento|risparmi|sconto|bespaar|korting|скидка|used|gebraucht|d'occasion|usado|usati|gebruikt|refurbished|shipping|delivery|postage|versand|zzgl\\.?|livraison|envío|spedizione|verzending|доставка|送料|运费|deposit|kaution|pfand|net|netto|excl\\.? (?:vat|tax)|ohne mwst\\.?|ht|\\+",
  ),
  after(
    "off\\b|shipping|delivery|postage|p&p|versand|livraison|de port|envío|spedizione|verzend|without vat|excl|ex\\.? vat|plus vat|\\+ vat|zzgl|ohne mwst|netto|ht\\b|hors taxe|sin iva|税抜|less\\b|saved|gespart|sparen|d'économie|de réduction|de descuento|rabatt",
  ),
] as const;

/** What is paid for a part of the thing: "14,44 €/kg". */
export const UNIT = after("\\/|per\\s|pro\\s|je\\s|par\\s|por\\s|al\\s|за\\s|x\\s?\\d|monatlich|monthly|mtl");

/** "1.5 million": not a number that is written out. */
export const ROUNDED = after("k\\b|m\\b|mn\\b|mio\\b|mrd\\b|bn\\b|mill|bill|mia\\b|тыс|млн|万|億|亿");

/** "10 – 25", "von 10 bis 25" */
export const RANGE = /^\s*(?:[-\u2010-\u2015\u2212~〜～]|to|bis|à|a|até|tot|til|до|do|and|und)\s*$/iu;

/** What may stand before and after a number in a field of which the member says that it holds the price. */
export const LABEL =
  /^[\s\p{P}\p{S}]*(?:(?:price|our price|now|only|preis|nur|jetzt|prix|precio|prezzo|prijs|cena|preço|цена|価格|价格|السعر)[\s\p{P}]*)?$/iu;

export const matches = (pattern: readonly [RegExp, RegExp], left: string, right: string): boolean =>
  pattern[0].test(left) || pattern[1].test(right);
