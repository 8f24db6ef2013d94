import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { testDatabase } from "@/lib/kit/testing/database";
import { dataHeaders } from "@/server/security-headers";
import { type Cable, layCable } from "@/server/testing/cable";
import type { TestMember } from "@/server/testing/client";
import { handshakeRefusal, openLive, refusalIn } from "@/server/testing/live-client";
import { readHead, sendRaw, upgradeHead } from "@/server/testing/raw-request";
import { type RunningServer, runServer } from "@/server/testing/run-server";
import { storedMember } from "@/server/testing/stored-member";

const database = testDatabase();
const secret = "the key that the cookies of this test are made with";

let cable: Cable;
let server: RunningServer;
beforeAll(async () => {
  const url = new URL(database.url);
  cable = await layCable(Number(url.port));
  url.host = new URL(cable.url).host;
  server = await runServer({ env: { DATABASE_URL: url.href, SECRET_KEY: secret } });
});
afterAll(async () => {
  await server.stop();
  await cable.close();
});

const signedIn = (name: string): Promise<TestMember> => storedMember({ url: server.url, secret }, name);

const ENGINE = "/socket.io/?EIO=4&transport=websocket";

describe("a refused upgrade bears the safe headers", () => {
  test.each<[string, string, Record<string, string>, number]>([
    ["to nowhere", "/nowhere", {}, 404],
    ["of nobody", "/ws/me", {}, 401],
    ["of another site over /ws", "/ws/me", { Origin: "https://elsewhere.example" }, 403],
    ["of another site over Socket.IO", ENGINE, { Origin: "https://elsewhere.example" }, 403],
    ["of an unknown session", `${ENGINE}&sid=none`, {}, 400],
    ["of an unknown transport", "/socket.io/?EIO=4&transport=pigeon", {}, 400],
    ["with a key that is none", ENGINE, { "Sec-WebSocket-Key": "short" }, 400],
  ])("%s", async (_, path, headers, status) => {
    const answer = await sendRaw(server.port, upgradeHead(path, headers));
    const head = readHead(answer);
    expect(head.status, answer).toBe(status);
    for (const [name, value] of Object.entries(dataHeaders())) expect(head.headers.get(name), name).toBe(value);
  });
});

test("an event whose name is a number is one that there is not", async () => {
  const ann = await signedIn("ann");
  const client = await openLive("Socket.IO", ann);
  expect(refusalIn(await client.send(7 as unknown as string, {}))).toBe("not_found");
  expect(server.output()).not.toContain("unexpected error");
  client.close();
});

describe("ninety handshakes of a member that come in one moment", () => {
  const connected = (): Promise<Socket> =>
    new Promise((done) => {
      const socket = connect(server.port, "127.0.0.1", () => done(socket.setEncoding("utf8")));
    });

  /** What `socket` gets until it holds `part`. */
  const until = (socket: Socket, part: RegExp): Promise<string> =>
    new Promise((done) => {
      let got = "";
      socket.on("data", (text: string) => {
        got += text;
        if (part.test(got)) done(got);
      });
    });

  /** A masked text frame, with a mask that changes nothing. */
  const frame = (text: string): Buffer => Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0, ...Buffer.from(text)]);

  test("are fifty connections over /ws", async () => {
    const eve = await signedIn("eve");
    const sockets = await Promise.all(Array.from({ length: 90 }, connected));
    const answers = sockets.map((socket) => until(socket, /\r\n\r\n/));
    for (const socket of sockets) socket.write(upgradeHead("/ws/me", { Cookie: eve.cookie() }));
    const statuses = (await Promise.all(answers)).map((answer) => readHead(answer).status);
    expect(statuses.filter((status) => status === 101)).toHaveLength(50);
    expect(statuses.filter((status) => status === 429)).toHaveLength(40);
    for (const socket of sockets) socket.destroy();
  });

  test("are fifty connections over Socket.IO", async () => {
    const eve = await signedIn("eve");
    const sockets = await Promise.all(Array.from({ length: 90 }, connected));
    const opened = sockets.map((socket) => until(socket, /"sid"/));
    for (const socket of sockets) socket.write(upgradeHead(ENGINE, { Cookie: eve.cookie() }));
    await Promise.all(opened);
    const answers = sockets.map((socket) => until(socket, /40\{|44\{/));
    for (const socket of sockets) socket.write(frame("40"));
    const said = await Promise.all(answers);
    expect(said.filter((answer) => answer.includes("44{"))).toHaveLength(40);
    expect(said.filter((answer) => answer.includes("rate_limited"))).toHaveLength(40);
    for (const socket of sockets) socket.destroy();
  });
});

describe("nobody yet signed in", () => {
  test("may not let the parts of a message pile up over Socket.IO", async () => {
    const socket = new WebSocket(`${server.url}${ENGINE}`);
    const closed = new Promise((done) => socket.on("close", done));
    await new Promise((done) => socket.once("open", done));
    for (let part = 0; part < 40; part++) socket.send("3", { fin: false });
    expect(await closed).toBe(1008);
  });

  test("may not send packets without end over polling", async () => {
    const url = `${server.url}/socket.io/?EIO=4&transport=polling`;
    const { sid } = JSON.parse((await (await fetch(url)).text()).slice(1)) as { sid: string };
    const body = Array.from({ length: 1_000 }, () => "3").join("\u001e");
    await fetch(`${url}&sid=${sid}`, { method: "POST", body });
    expect((await fetch(`${url}&sid=${sid}`)).status).toBe(400);
  });
});

test("frames that are none count as events over /ws", async () => {
  const ann = await signedIn("ann");
  const socket = new WebSocket(`${server.url}/ws/me`, { headers: { cookie: ann.cookie() } });
  const closed = new Promise((done) => socket.on("close", done));
  await new Promise((done) => socket.once("open", done));
  for (let sent = 0; sent < 400; sent++) socket.send("no frame");
  expect(await closed).toBe(1008);
});

// Last: it takes the database away.
test("a handshake while the database is away hears that, and nothing of the inside", async () => {
  const ann = await signedIn("ann");
  cable.pull();
  const refusal = async (transport: "Socket.IO" | "/ws") => handshakeRefusal(openLive(transport, ann));
  expect(await refusal("/ws")).toBe("503");
  expect(await refusal("Socket.IO")).toBe("unavailable");
  cable.plug();
});
