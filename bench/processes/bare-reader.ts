import { load } from "cheerio";
import { parseFeed } from "feedsmith";
import { fetch } from "undici";
import { answerCalls } from "./answer";

type Work = { urls: string[]; atOnce: number };

/** The fields of a page's rows, and nothing done with them. */
const readPage = (text: string): unknown[] => {
  const $ = load(text);
  return $("#list li.item")
    .toArray()
    .map((row) => ({
      ...{ title: $(".title", row).text(), link: $(".title", row).attr("href"), price: $(".price", row).text() },
      ...{ image: $("img", row).attr("src"), text: $(".text", row).text(), stock: $(".stock", row).text() },
    }));
};

const commands = {
  /** Fetches and parses each URL once, some at a time, and keeps nothing. Answers how many rows were read in how many ms. */
  read: async ({ urls, atOnce }: Work): Promise<{ rows: number; ms: number }> => {
    const began = performance.now();
    const left = urls.values();
    let rows = 0;
    const work = async () => {
      for (const url of left) {
        const text = await (await fetch(url)).text();
        rows += url.includes("/feed")
          ? ((parseFeed(text).feed as { items?: unknown[] }).items?.length ?? 0)
          : readPage(text).length;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return { rows, ms: performance.now() - began };
  },
};
export type BareReader = typeof commands;

answerCalls(commands);
