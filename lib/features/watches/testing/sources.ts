import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";
import type { z } from "zod";
import type { SessionMember } from "@/lib/core/context";
import { memberCtx } from "@/lib/core/testing/members";
import { createWatch } from "@/lib/features/watches/create-watch";
import type { Recipe } from "@/lib/features/watches/recipe-schemas";
import { visitHost } from "@/lib/features/watches/visit-host";
import type { CreateWatchInput, Watch } from "@/lib/features/watches/watch-schemas";
import { db, pool } from "@/lib/kit/db";
import { testSource } from "@/lib/kit/safe-fetch/testing/servers";

type Reply = { status?: number; headers?: OutgoingHttpHeaders; body?: string | Buffer };

/** A source on the loopback: `reply` says what it answers, by path where it is a record; `asked` is what came, robots.txt aside. */
export function testSite() {
  const source = testSource();
  const site = {
    get url() {
      return source.url;
    },
    reply: { body: "" } as Reply | Record<`/${string}`, Reply>,
    asked: [] as { url: string; headers: IncomingHttpHeaders; at: number }[],
    robots: undefined as string | undefined,
    start() {
      source.answer = (req, res) => {
        if (req.url === "/robots.txt") return void res.writeHead(site.robots ? 200 : 404).end(site.robots);
        site.asked.push({ url: req.url ?? "", headers: req.headers, at: Date.now() });
        const replies = site.reply as Record<string, Reply>;
        const {
          status = 200,
          headers = {},
          body = "",
        } = "/" in replies ? (replies[req.url ?? ""] ?? { status: 404 }) : (site.reply as Reply);
        res.writeHead(status, headers).end(body);
      };
    },
  };
  return site;
}

type Plan = Partial<z.input<typeof CreateWatchInput>> & { url: string };

/** A watch of `owner` that runs. */
export const makeWatch = (owner: SessionMember, plan: Plan): Promise<Watch> =>
  createWatch(memberCtx(owner), { name: "Kettles", recipe: { kind: "feed" }, ...plan });

/** Lets a watch be due, and its host be free, at this moment; then visits the host. Answers its newest run. */
export async function runNow(watchId: string) {
  const { host, url } = await db().watch.findUniqueOrThrow({ where: { id: watchId } });
  await pool().query(
    "UPDATE watches SET next_run_at = now() - interval '1 second' WHERE url = $1 AND next_run_at IS NOT NULL",
    [url],
  );
  await freeHost(host);
  await visitHost({ host }, { id: "1", number: 1, last: false, signal: new AbortController().signal });
  return newestRun(watchId);
}

/** Lets a host be visited at this moment, its robots.txt being known. */
export const freeHost = (host: string) =>
  pool().query(
    "UPDATE watch_hosts SET next_at = now() - interval '1 second', visitor = NULL, robots_at = coalesce(robots_at, now()) WHERE host = $1",
    [host],
  );

export const newestRun = (watchId: string) =>
  db().watchRun.findFirstOrThrow({ where: { watchId }, orderBy: [{ startedAt: "desc" }, { id: "desc" }] });

export const listingsOf = (watchId: string) =>
  db().listing.findMany({ where: { watchId }, orderBy: { key: "asc" }, omit: { id: true } });

/** A page with a list of items, each with its link and price. */
export const pageOf = (items: { id: number; title: string; price?: string }[], list = "list"): string =>
  `<!doctype html><title>Yard</title><ul id="${list}">${items
    .map(
      ({ id, title, price = "" }) =>
        `<li class="item"><a href="/p/${id}">${title}</a> <b class="price">${price}</b></li>`,
    )
    .join("")}</ul>`;

/** The recipe of such a page. */
export const PAGE_RECIPE: Recipe = {
  kind: "html",
  list: "#list",
  rows: "li.item",
  fields: { title: { selector: "a" }, link: { selector: "a", attribute: "href" }, price: { selector: ".price" } },
};

/** An RSS feed of items. */
export const feedOf = (items: { id: string; title: string }[]): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Yard</title>${items
    .map(
      ({ id, title }) =>
        `<item><guid isPermaLink="false">${id}</guid><title>${title}</title><link>https://yard.example/${id}</link></item>`,
    )
    .join("")}</channel></rss>`;
