import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerCalls } from "./answer";

const commands = {
  /** Serves `body` as JSON at `path` with nothing but Node's server, and answers the port. */
  listen: ({ path, body }: { path: string; body: string }): Promise<number> => {
    const value: unknown = JSON.parse(body);
    const server = createServer((req, res) => {
      if (req.url !== path) return void res.writeHead(404).end();
      const text = JSON.stringify(value);
      const headers = { "content-type": "application/json; charset=utf-8", "content-length": Buffer.byteLength(text) };
      res.writeHead(200, headers).end(text);
    });
    return new Promise((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
    );
  },
};
export type BareHttp = typeof commands;

answerCalls(commands);
