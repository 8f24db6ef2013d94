import { connect, type Socket } from "node:net";
import { beforeAll, describe, expect, test } from "vitest";
import { newDevice, newMember, signOut, type TestMember } from "@/server/testing/client";
import {
  dataOf,
  handshakeRefusal,
  type LiveClient,
  openLive,
  refusalIn,
  type Transport,
} from "@/server/testing/live-client";
import { upgradeHead } from "@/server/testing/raw-request";
import { sharedServer } from "@/server/testing/shared-server";

const server = sharedServer();
const TRANSPORTS: Transport[] = ["Socket.IO", "/ws"];
const FOREIGN = { origin: "https://elsewhere.example" };

let ann: TestMember;
let ben: TestMember;
beforeAll(async () => {
  [ann, ben] = await Promise.all([newMember(server().url, "ann"), newMember(server().url, "ben")]);
});

describe.each(TRANSPORTS)("the handshake of %s", (transport) => {
  const refusal = (headers: Record<string, string>) => handshakeRefusal(openLive(transport, ann, { headers }));
  const unauthenticated = transport === "/ws" ? "401" : "unauthenticated";

  test("lets a member in who has a session, also one whose program sends no Origin", async () => {
    expect(await refusal({ cookie: ann.cookie(), origin: ann.url })).toBe("open");
    expect(await refusal({ cookie: ann.cookie() })).toBe("open");
  });

  test.each<Record<string, string>>([{}, { cookie: "throng.session=garbage" }, { cookie: "other=1" }])(
    "refuses %j",
    async (headers) => {
      expect(await refusal(headers)).toBe(unauthenticated);
    },
  );

  test("refuses a page of another site although it rides on the member's cookie", async () => {
    const refused = transport === "/ws" ? "403" : "websocket error";
    expect(await refusal({ cookie: ann.cookie(), ...FOREIGN })).toBe(refused);
  });

  test("refuses the cookie of an ended session", async () => {
    const phone = await newDevice(server().url, ann);
    await ann.delete(`/api/v1/users/me/sessions/${phone.sessionId}`);
    expect(await refusal({ cookie: phone.cookie() })).toBe(unauthenticated);
  });

  test("holds a member to fifty connections, also when they come at once, and counts closed ones out", async () => {
    const eve = await newMember(server().url, "eve");
    const opened = await Promise.allSettled(Array.from({ length: 60 }, () => openLive(transport, eve)));
    const clients = opened.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(clients).toHaveLength(50);
    const refused = transport === "/ws" ? { reason: "429", retryAfter: "30" } : { reason: "rate_limited" };
    await expect(openLive(transport, eve)).rejects.toMatchObject(refused);
    expect(await handshakeRefusal(openLive(transport, ben))).toBe("open");
    clients[0]?.close();
    await clients[0]?.closed;
    await expect.poll(() => handshakeRefusal(openLive(transport, eve))).toBe("open");
    for (const client of clients) client.close();
  });
});

describe("the handshake of /ws/{id}", () => {
  test("lets in only the member's own id", async () => {
    for (const as of [ann.id, "me", ann.id.toUpperCase()]) {
      expect(await handshakeRefusal(openLive("/ws", ann, { as })), as).toBe("open");
    }
    for (const as of [ben.id, "", "%E0%A4%A", `${ann.id}/x`]) {
      expect(await handshakeRefusal(openLive("/ws", ann, { as })), as).toBe("404");
    }
  });
});

describe("the handshake of Socket.IO", () => {
  test("works over long polling too, and is refused there to other sites", async () => {
    const client = await openLive("Socket.IO", ann, { polling: true });
    expect(dataOf(await client.send("ping", { timestamp: 7 }))).toEqual({ type: "pong", timestamp: 7 });
    client.close();
    const headers = { cookie: ann.cookie(), ...FOREIGN };
    expect(await handshakeRefusal(openLive("Socket.IO", ann, { polling: true, headers }))).toBe("xhr poll error");
  });
});

describe("a client that breaks off", () => {
  const resetAfter = (turns: number, socket: Socket): void => {
    if (turns === 0) socket.resetAndDestroy();
    else setImmediate(() => resetAfter(turns - 1, socket));
  };

  /** Sends `text` and resets the connection: after as many turns of the event loop, or once something is answered. */
  const sendAndReset = (text: string, when: number | "answered") =>
    new Promise<void>((done) => {
      const socket = connect(server().port, "127.0.0.1", () => {
        socket.write(text, () => {
          if (when !== "answered") resetAfter(when, socket);
        });
      });
      socket.on("error", () => undefined);
      socket.once("data", () => socket.resetAndDestroy());
      socket.once("close", () => done());
    });

  const resetAgainAndAgain = async (text: string, answered: boolean) => {
    for (let round = 0; round < 5; round++) {
      const moments = [0, 1, 2, 4, 8, 16, 32, ...(answered ? ["answered" as const] : [])];
      await Promise.all(moments.map((when) => sendAndReset(text, when)));
    }
  };

  const expectToServeOn = async (witness: LiveClient) => {
    expect(dataOf(await witness.send("ping", { timestamp: 1 }))).toEqual({ type: "pong", timestamp: 1 });
    expect((await ann.get("/api/v1/users/me")).status).toBe(200);
    expect(await server().output()).not.toMatch(/uncaughtException|unhandledRejection/);
    witness.close();
  };

  test("during an upgrade, or after its answer, ends nothing but that connection", async () => {
    const witness = await openLive("/ws", ann);
    for (const path of ["/ws/me", "/ws/none", "/socket.io/?EIO=4&transport=websocket", "/socket.io", "/nowhere"]) {
      for (const cookie of [undefined, "throng.session=garbage", ben.cookie()]) {
        await resetAgainAndAgain(upgradeHead(path, cookie === undefined ? {} : { Cookie: cookie }), true);
      }
    }
    await expectToServeOn(witness);
  });

  test("within a request, or with what is none, ends nothing but that connection", async () => {
    const witness = await openLive("/ws", ann);
    for (const path of ["/api/v1/auth/register", "/api/auth/signin", "/sign-in"]) {
      const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
      await resetAgainAndAgain(head, false);
      await resetAgainAndAgain(`${head}Content-Length: 500\r\n\r\n{"username":`, false);
      await resetAgainAndAgain(`${head}Expect: 100-continue\r\nContent-Length: 500\r\n\r\n`, true);
    }
    await resetAgainAndAgain("CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n", false);
    await resetAgainAndAgain("no request at all\r\n\r\n", true);
    await expectToServeOn(witness);
  });

  test.each([
    ["/ws/me", 401],
    ["/nowhere", 404],
  ])("is let go after the refusal of %s although it does not close", async (path, status) => {
    const socket = connect({ port: server().port, host: "127.0.0.1", allowHalfOpen: true });
    const cut = new Promise((done) => socket.once("error", done));
    const refused = new Promise((done) => socket.once("end", done));
    let answer = "";
    socket.setEncoding("utf8").on("data", (text) => {
      answer += text;
    });
    socket.write(upgradeHead(path));
    await refused;
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const sending = setInterval(() => socket.write("x"), 20);
    expect(await cut).toMatchObject({ code: expect.stringMatching(/^(ECONNRESET|EPIPE)$/) });
    clearInterval(sending);
  });
});

describe.each(TRANSPORTS)("a connection over %s", (transport) => {
  const open = (member = ann): Promise<LiveClient> => openLive(transport, member);

  test("answers ping, and refuses unknown events and wrong input in its acknowledgements", async () => {
    const client = await open();
    expect(dataOf(await client.send("ping", { timestamp: 123 }))).toEqual({ type: "pong", timestamp: 123 });
    expect(refusalIn(await client.send("no:such:event", {}))).toBe("not_found");
    for (const name of ["constructor", "__proto__", "toString"]) {
      expect(refusalIn(await client.send(name, {})), name).toBe("not_found");
    }
    const wrong = await client.send("message:send", { roomId: "x", extra: 1 });
    expect(refusalIn(wrong)).toBe("invalid_input");
    const fields = "error" in wrong ? (wrong.error.errors ?? []).map(({ field }) => field).sort() : [];
    expect(fields).toEqual(["body", "clientId", "extra", "roomId"]);
    for (const data of [undefined, null, 7, "text", [], [[]]]) {
      expect(refusalIn(await client.send("message:send", data)), JSON.stringify(data)).toBe("invalid_input");
    }
    client.close();
  });

  test("is closed by a frame that is too large", async () => {
    const client = await open();
    void client.send("typing", { roomId: "x".repeat(70_000) }).catch(() => undefined);
    const how = await client.closed;
    if (transport === "/ws") expect(how).toBe(1009);
  });

  test("refuses events that come too fast, and is closed when they do not stop", async () => {
    const client = await open();
    const burst = await Promise.all(Array.from({ length: 120 }, () => client.send("message:read", {})));
    const refused = burst.filter((ack) => refusalIn(ack) === "rate_limited");
    expect(burst.slice(0, 60).every((ack) => refusalIn(ack) === "invalid_input")).toBe(true);
    expect(refused.length).toBeGreaterThan(20);
    const flood = Array.from({ length: 600 }, () => client.send("message:read", {}).catch(() => undefined));
    await client.closed;
    await Promise.race([Promise.all(flood), client.closed]);
    expect(await handshakeRefusal(open())).toBe("open");
  });

  test("ends with its session, and tells why; another session's stays", async () => {
    const phone = await newDevice(server().url, ann);
    const [here, there] = [await open(), await openLive(transport, phone)];
    expect((await ann.delete(`/api/v1/users/me/sessions/${phone.sessionId}`)).status).toBe(204);
    expect(await there.until("session:ended")).toEqual({ reason: "revoked" });
    const how = await there.closed;
    if (transport === "/ws") expect(how).toBe(4001);
    expect(refusalIn(await here.send("ping", { timestamp: 1 }))).toBe("ok");
    expect(here.heard.map(({ event }) => event)).not.toContain("session:ended");
    here.close();
  });

  test("ends when its member signs out", async () => {
    const phone = await newDevice(server().url, ann);
    const client = await openLive(transport, phone);
    await signOut(phone);
    expect(await client.until("session:ended")).toEqual({ reason: "signed_out" });
    await client.closed;
  });
});
