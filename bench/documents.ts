/** Documents as sources have them: a feed of 100 entries, and a page of 60 products with all that stands around them. */
export const KINDS = ["feed", "page"] as const;
export type Kind = (typeof KINDS)[number];

const ENTRIES = 100;
const PRODUCTS = 60;
const PROSE = "Well kept, from a house without smokers, with all that came with it. Can be fetched or sent. ".repeat(4);

/** The document of a kind; `edition` makes one of its rows new. */
export const documentOf = (kind: Kind, edition: number): string => (kind === "feed" ? feed(edition) : page(edition));

const feed = (edition: number): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Yard</title><link>https://yard.example/</link>${range(
    ENTRIES,
  )
    .map((n) => (n === 0 ? entry(`e${edition}`) : entry(String(n))))
    .join("")}</channel></rss>`;

const entry = (id: string): string =>
  `<item><guid isPermaLink="false">${id}</guid><title>Oak bench ${id}</title><link>https://yard.example/p/${id}</link>
  <pubDate>Mon, 30 Nov 2026 09:00:00 GMT</pubDate><description><![CDATA[<p>${PROSE}</p><p>€ 120,00</p>]]></description></item>`;

const page = (edition: number): string =>
  `<!doctype html><html lang="en"><head><title>Yard</title>${"<link rel=stylesheet href=/a.css>".repeat(10)}</head><body>
  <nav>${"<a href=/c><span>Category</span></a>".repeat(40)}</nav><main><ul id="list">${range(PRODUCTS)
    .map((n) => (n === 0 ? product(`e${edition}`, edition) : product(String(n), n)))
    .join("")}</ul></main><footer>${"<p><a href=/f>More</a></p>".repeat(40)}</footer></body></html>`;

const product = (id: string, price: number): string =>
  `<li class="item"><div class="card"><a class="title" href="/p/${id}">Blue kettle ${id}</a><img src="/i/${id}.jpg" alt="">
  <div><span class="price">€ ${price % 900},50</span><span class="stock">In stock</span></div><p class="text">${PROSE}</p></div></li>`;

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

/** How the rows of each are found. */
export const RECIPES: Record<Kind, object> = {
  feed: { kind: "feed" },
  page: {
    ...{ kind: "html", list: "#list", rows: "li.item" },
    fields: {
      ...{
        title: { selector: ".title" },
        link: { selector: ".title", attribute: "href" },
        price: { selector: ".price" },
      },
      ...{
        image: { selector: "img", attribute: "src" },
        text: { selector: ".text" },
        availability: { selector: ".stock" },
      },
    },
  },
};
