import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { answerCalls } from "./answer";

const commands = {
  /** Serves `body` as JSON at `path`, mounted as the API is, and answers the port. */
  listen: ({ path, body }: { path: string; body: string }): Promise<number> => {
    const value: unknown = JSON.parse(body);
    const headers = { "content-type": "application/json; charset=utf-8" };
    const app = new Hono().get(path, () => new Response(JSON.stringify(value), { headers }));
    const answer = getRequestListener(app.fetch);
    const server = createServer((req, res) => void answer(req, res));
    return new Promise((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
    );
  },
};
export type BareHttp = typeof commands;

answerCalls(commands);
