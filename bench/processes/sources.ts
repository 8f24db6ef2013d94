import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { documentOf, KINDS, type Kind } from "@/bench/documents";
import { answerCalls } from "./answer";

const TYPES: Record<Kind, string> = { feed: "application/rss+xml", page: "text/html; charset=utf-8" };
/** What takes a parser as long as it may. */
const HOSTILE = `<p ${Array.from({ length: 80_000 }, (_, index) => `a${index}=""`).join(" ")}>`;

let edition = 0;

const commands = {
  /** Serves /feed, /page and /hostile on every IP of the loopback, each time with a new row, and answers the port. */
  listen: (): Promise<number> => {
    const server = createServer((req, res) => {
      const kind = KINDS.find((one) => req.url?.startsWith(`/${one}`));
      if (kind) return void res.writeHead(200, { "content-type": TYPES[kind] }).end(documentOf(kind, ++edition));
      const isHostile = req.url?.startsWith("/hostile");
      return void res.writeHead(isHostile ? 200 : 404, { "content-type": TYPES.page }).end(isHostile ? HOSTILE : "");
    });
    return new Promise((done) => server.listen(0, "0.0.0.0", () => done((server.address() as AddressInfo).port)));
  },
};
export type Sources = typeof commands;

answerCalls(commands);
