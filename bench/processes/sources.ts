import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { documentOf, KINDS, type Kind } from "@/bench/documents";
import { answerCalls } from "./answer";

const TYPES: Record<Kind, string> = { feed: "application/rss+xml", page: "text/html; charset=utf-8" };
/** What takes a parser as long as it may. */
const HOSTILE = `<p ${Array.from({ length: 80_000 }, (_, index) => `a${index}=""`).join(" ")}>`;

/** A source has a new row every so many times it is asked; in between something around the rows differs. */
const NEW_EVERY = 10;

const asked = new Map<string, number>();

/** What is at a path this time: /feed/7 has a new row with its 3rd, 13th, 23rd request. */
function nextOf(kind: Kind, path: string): string {
  const times = (asked.get(path) ?? 0) + 1;
  asked.set(path, times);
  const edition = Math.floor((times + Number(path.split("/").at(-1))) / NEW_EVERY);
  return `${documentOf(kind, edition)}<!-- made for request ${times} -->`;
}

const commands = {
  /** Serves /feed/1, /page/1, /hostile and the like on every IP of the loopback, and answers the port. */
  listen: (): Promise<number> => {
    const server = createServer((req, res) => {
      const kind = KINDS.find((one) => req.url?.startsWith(`/${one}`));
      if (kind) return void res.writeHead(200, { "content-type": TYPES[kind] }).end(nextOf(kind, req.url ?? ""));
      const isHostile = req.url?.startsWith("/hostile");
      return void res.writeHead(isHostile ? 200 : 404, { "content-type": TYPES.page }).end(isHostile ? HOSTILE : "");
    });
    return new Promise((done) => server.listen(0, "0.0.0.0", () => done((server.address() as AddressInfo).port)));
  },
};
export type Sources = typeof commands;

answerCalls(commands);
