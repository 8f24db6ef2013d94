import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { overrideEnv } from "@/lib/kit/env";

type Canary = { port: number; port6: number; connections: number; requests: number };

const listen = (server: Server, host: string): Promise<number> =>
  new Promise((done, failed) => {
    server.on("error", failed);
    server.listen(0, host, () => done((server.address() as AddressInfo).port));
  });

/** Servers on both loopbacks that nobody may reach: they count who does. Call it once at the top of the file. */
export function testCanary(): Canary {
  const canary: Canary = { port: 0, port6: 0, connections: 0, requests: 0 };
  const servers = [0, 1].map(() => {
    const server = createServer((_req, res) => {
      canary.requests++;
      res.end("the canary");
    });
    return server.on("connection", () => void canary.connections++);
  });
  beforeAll(async () => {
    const [v4, v6] = servers;
    if (v4) canary.port = await listen(v4, "127.0.0.1");
    // A machine without IPv6 has nothing that could be reached.
    if (v6) canary.port6 = await listen(v6, "::1").catch(() => canary.port);
  });
  beforeEach(() => void Object.assign(canary, { connections: 0, requests: 0 }));
  afterAll(() => servers.forEach((server) => server.close()));
  return canary;
}

/** A server on the loopback that FETCH_ALLOW names, and that answers as the test says. Call it once at the top. */
export function testSource() {
  const source = { url: "", port: 0, answer: ((_req, res) => res.end()) as RequestListener };
  const server = createServer((req, res) => source.answer(req, res));
  beforeAll(async () => {
    source.port = await listen(server, "127.0.0.1");
    source.url = `http://127.0.0.1:${source.port}`;
    overrideEnv({ FETCH_ALLOW: ["127.0.0.1"] });
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  return source;
}

/** Serves raw bytes on the loopback for as long as `use` takes: what `speak` writes to a connection is the answer. */
export async function withRawServer(speak: (socket: Socket) => void, use: (port: number) => Promise<void>) {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    speak(socket);
  });
  try {
    await use(await listen(server, "127.0.0.1"));
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}
