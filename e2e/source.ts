import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server elsewhere whose documents a test puts there. Each has a port of its own, and with it a turn of its own. */
export type Source = {
  /** Without a slash at its end. */
  readonly url: string;
  /** Puts a document at a path; a status in place of a text answers with that and nothing. */
  put: (path: string, document: string | Buffer | number, type?: string) => void;
  close: () => Promise<void>;
};

type Document = { body: string | Buffer | number; type: string };

export async function serveSource(): Promise<Source> {
  const documents = new Map<string, Document>();
  const server = createServer(({ url }, answer) => {
    const { body, type } = documents.get(url ?? "") ?? { body: 404, type: "text/plain" };
    if (typeof body === "number") answer.writeHead(body).end();
    else answer.writeHead(200, { "content-type": type }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    put: (path, body, type = "text/html; charset=utf-8") => void documents.set(path, { body, type }),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

export type Offer = { name: string; price: string; sold?: boolean };

/** A page as a small shop makes it: a list of cards among other things. */
export const shopPage = (
  offers: readonly Offer[],
): string => `<!doctype html><html lang="en"><head><title>Ahorn Joinery</title></head>
  <body><nav><ul><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></nav><h1>This week</h1>
  <div class="grid">${offers.map(card).join("")}</div><aside>Oil for wood</aside></body></html>`;

const card = ({ name, price, sold = false }: Offer): string => {
  const slug = encodeURIComponent(name.toLowerCase().replaceAll(" ", "-"));
  return `<article class="card"><a href="/p/${slug}"><img src="/i/${slug}.png" alt="${name}"></a><h3><a href="/p/${slug}">${name}</a></h3>
    <p class="price">€${price}</p><p class="stock">${sold ? "Sold out" : "In stock"}</p></article>`;
};

export const feedOf = (titles: readonly string[]): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Workshop</title>${titles
    .map(
      (title, place) =>
        `<item><guid>${place}</guid><title>${title}</title><link>https://example.org/${place}</link></item>`,
    )
    .join("")}</channel></rss>`;
