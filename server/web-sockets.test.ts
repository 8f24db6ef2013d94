import { createServer, type Server as HttpServer, IncomingMessage, ServerResponse } from "node:http";
import { type AddressInfo, Socket } from "node:net";
import { Server } from "socket.io";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { boundPolls, boundSession } from "./engine-bounds";
import { BACKLOG_MAX } from "./traffic";
import { BoundedWebSocketServer } from "./web-sockets";

type Session = Parameters<typeof boundSession>[0] & {
  readonly id: string;
  write: (data: string) => void;
  on: (event: "close", listen: () => void) => void;
};
const sessions = new Map<string, Session>();

/** As both transports are set up, without members. */
let http: HttpServer;
let io: Server;
let port: number;
const plain = new BoundedWebSocketServer({ noServer: true, maxPayload: 65_536, perMessageDeflate: false });
beforeAll(async () => {
  http = createServer();
  io = new Server(http, { destroyUpgrade: false, maxHttpBufferSize: 65_536, wsEngine: BoundedWebSocketServer });
  io.engine.on("connection", (session: Session) => {
    boundSession(session);
    sessions.set(session.id, session);
    session.on("close", () => sessions.delete(session.id));
  });
  io.engine.use(boundPolls());
  http.on("upgrade", (req, socket, head) => {
    if (req.url === "/ws") plain.handleUpgrade(req, socket, head, (ws) => ws.on("error", () => undefined));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  ({ port } = http.address() as AddressInfo);
});
afterAll(() => io.close());

const ENGINE = "/socket.io/?EIO=4&transport=websocket";

describe.each(["/ws", ENGINE])("a WebSocket at %s, before anybody is signed in,", (path) => {
  let socket: WebSocket;
  let closed: Promise<number>;
  beforeEach(async () => {
    socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    closed = new Promise((done) => socket.on("close", done));
    // A client that is cut may be writing still.
    socket.on("error", () => undefined);
    await new Promise((done) => socket.once("open", done));
    return () => socket.terminate();
  });
  const left = () => Promise.race([closed, new Promise((done) => setTimeout(() => done("open"), 1_000))]);

  test("may send a message in sixteen parts", async () => {
    for (let part = 1; part <= 16; part++) socket.send("3", { fin: part === 16 });
    expect(await left()).toBe("open");
  });

  test("is closed when the parts of a message do not end", async () => {
    for (let part = 0; part < 40; part++) socket.send("3", { fin: false });
    expect(await closed).toBe(1008);
  });

  test("is closed when what it sends is too much, whatever it is", async () => {
    for (let sent = 0; sent < 2 * BACKLOG_MAX; sent += 60_000) socket.send(`3${"x".repeat(60_000)}`);
    await closed;
  });

  test("is closed when its pongs do not stop", async () => {
    for (let sent = 0; sent < 1_000; sent++) socket.pong("x");
    await closed;
  });
});

/** A session of Engine.IO over polling, and what asks with it. */
async function openPolling() {
  const url = `http://127.0.0.1:${port}/socket.io/?EIO=4&transport=polling`;
  const opened = await (await fetch(url)).text();
  const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
  return { url: `${url}&sid=${sid}`, sid };
}

describe("a session of Engine.IO", () => {
  test("is closed when it sends too many packets over polling", async () => {
    const { url, sid } = await openPolling();
    expect(sessions.has(sid)).toBe(true);
    const body = Array.from({ length: 1_000 }, () => "3").join("\u001e");
    await fetch(url, { method: "POST", body });
    expect(sessions.has(sid)).toBe(false);
  });

  test.each(["polling", "websocket"])("is closed when what waits for it over %s is too much", async (transport) => {
    const made = new Promise<Session>((done) => io.engine.once("connection", done));
    const socket = transport === "websocket" ? new WebSocket(`ws://127.0.0.1:${port}${ENGINE}`) : undefined;
    if (socket) await new Promise((done) => socket.once("open", done));
    else await openPolling();
    socket?.pause();
    const session = await made;
    // More than what the system itself keeps of a connection.
    for (let sent = 0; sent < 32 * BACKLOG_MAX; sent += 60_000) {
      session.write("x".repeat(60_000));
      await new Promise(setImmediate);
    }
    expect(sessions.has(session.id)).toBe(false);
    socket?.terminate();
  });

  test("is refused more polls while it leaves their answers unread", () => {
    const ask = boundPolls();
    const poll = () => {
      const req = Object.assign(new IncomingMessage(new Socket()), { method: "GET", url: "/socket.io/?EIO=4&sid=one" });
      const res = new ServerResponse(req);
      let passed = false;
      ask(req, res, () => {
        passed = true;
      });
      return { res, passed };
    };
    const polls = Array.from({ length: 4 }, poll);
    expect(polls.map(({ passed }) => passed)).toEqual([true, true, true, false]);
    polls[0]?.res.emit("close");
    expect(poll().passed).toBe(true);
  });
});
