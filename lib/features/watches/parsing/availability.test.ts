import { expect, test } from "vitest";
import { readAvailability } from "./availability";

test.each([
  "Sold out",
  "Currently unavailable",
  "Not in stock",
  "Coming soon",
  "https://schema.org/OutOfStock",
  "http://schema.org/Discontinued",
  "out_of_stock",
  "Leider ausverkauft",
  "Derzeit nicht verfügbar",
  "Rupture de stock",
  "Produit indisponible",
  "Agotado",
  "Esgotado",
  "Esaurito",
  "Uitverkocht",
  "Niet op voorraad",
  "Produkt niedostępny",
  "Slutsåld",
  "Нет в наличии",
  "売り切れ",
  "在庫切れ",
  "缺货",
  "품절",
  "نفدت الكمية",
  "Sold out. In stock again in May.",
  "In stock soon",
  "0 available",
  "Bald wieder verfügbar",
  "SOLD",
  "Verkauft!",
])("takes %s as out", (text) => {
  expect(readAvailability(text)).toBe("out");
});

test.each([
  "12 in stock",
  "Sold by Yard, in stock",
  "Only 2 left",
  "Low stock",
  "Lagernd",
  "https://schema.org/InStock",
  "in_stock",
  "Auf Lager",
  "sofort lieferbar",
  "En stock",
  "Disponible",
  "Em estoque",
  "Disponibile",
  "Op voorraad",
  "Dostępny",
  "I lager",
  "В наличии",
  "在庫あり",
  "有货",
  "재고 있음",
  "متوفر",
])("takes %s as in", (text) => {
  expect(readAvailability(text)).toBe("in");
});

test.each(["", "A lamp of brass", "Stockholm", "403 Forbidden", "A well-sold book", "Sold by Yard", "Not sold out"])(
  "does not know of %s",
  (text) => {
    expect(readAvailability(text)).toBeNull();
  },
);
