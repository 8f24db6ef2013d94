// Begins first: it starts the server eleven times.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Message } from "@/lib/features/rooms/message-schemas";
import type { RoomsSince } from "@/lib/features/rooms/schemas";
import { atServer, newMember, type TestMember } from "@/server/testing/client";
import { dataOf, type LiveClient, openLive, type Transport } from "@/server/testing/live-client";
import { newRoom, say } from "@/server/testing/rooms";
import { type RunningServer, runServer } from "@/server/testing/run-server";
import { WIDE_LIMITS } from "@/server/testing/wide-limits";

const CRASHES = 10;
/** Acknowledged messages after which a server is killed; more than one is always on its way. */
const ACKS_BEFORE_CRASH = 40;

const folder = mkdtempSync(join(tmpdir(), "throng-fault-"));
let server: RunningServer | undefined;

beforeAll(() => chmodSync(folder, 0o711));
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const start = async (): Promise<RunningServer> => {
  server = await runServer({ dataDir: join(folder, "data"), env: { RATE_LIMITS: WIDE_LIMITS, LOG_LEVEL: "warn" } });
  return server;
};

/** Sends one message after the other until it cannot, and remembers what was acknowledged and what was not. */
type Sender = {
  member: TestMember;
  door: Transport | "HTTP";
  acknowledged: Map<string, Message>;
  unanswered: { clientId: string; body: string }[];
};

type Post = (message: { clientId: string; body: string }) => Promise<Message>;

async function postThrough({ door, member }: Sender, url: string, roomId: string): Promise<Post> {
  const there = atServer(member, url);
  if (door === "HTTP") return ({ clientId, body }) => say(there, roomId, body, clientId);
  const line = await openLive(door, there);
  const cut = line.closed.then(() => Promise.reject(new Error("the connection was cut")));
  cut.catch(() => undefined);
  return async (message) =>
    dataOf(await Promise.race([line.send<Message>("message:send", { roomId, ...message }), cut]));
}

/** Sends until the server is gone. */
async function stream(sender: Sender, post: Post, round: number, onAck: () => void): Promise<void> {
  for (let n = 0; ; n++) {
    const clientId = `${sender.member.username}-${round}-${n}`;
    const message = { clientId, body: `message ${n} of round ${round}` };
    try {
      sender.acknowledged.set(clientId, await post(message));
      onAck();
    } catch {
      sender.unanswered.push(message);
      return;
    }
  }
}

/** A reader as a page is one: keeps every message by its number, and asks for the gap whenever it comes back. */
class Reader {
  private readonly messages = new Map<number, Message>();
  constructor(
    private readonly member: TestMember,
    private readonly transport: Transport,
  ) {}

  async connect(url: string, roomId: string): Promise<LiveClient> {
    const line = await openLive(this.transport, atServer(this.member, url));
    dataOf(await line.send("room:join", { roomId }));
    let after = this.lastWithoutGap();
    for (let more = true; more; ) {
      const { rooms } = dataOf(await line.send<{ rooms: RoomsSince }>("sync", { rooms: { [roomId]: after } }));
      const changes = rooms.rooms[roomId];
      changes?.items.forEach((message) => this.take(message));
      after = changes?.lastSeq ?? after;
      more = changes?.hasMore ?? false;
    }
    return line;
  }

  /** Takes in what came live. */
  hear(line: LiveClient): void {
    for (const { event, data } of line.heard) if (event === "message:new") this.take(data as Message);
  }

  inOrder(): Message[] {
    return [...this.messages.values()].sort((one, other) => one.seq - other.seq);
  }

  private take(message: Message): void {
    const known = this.messages.get(message.seq);
    // One number is one message, whoever says so and however often.
    if (known) expect(message).toEqual(known);
    this.messages.set(message.seq, message);
  }

  private lastWithoutGap(): number {
    let last = 0;
    while (this.messages.has(last + 1)) last++;
    return last;
  }
}

/** After a crash every sender repeats what it got no answer to, twice at once, and something it did get an answer to. */
async function repeat(sender: Sender, url: string, roomId: string): Promise<number> {
  const there = atServer(sender.member, url);
  const doubtful = sender.unanswered.splice(0);
  for (const { clientId, body } of doubtful) {
    const [once, again] = [say(there, roomId, body, clientId), say(there, roomId, body, clientId)];
    sender.acknowledged.set(clientId, await once);
    expect(await again).toEqual(await once);
  }
  for (const [clientId, known] of [...sender.acknowledged].slice(-3)) {
    expect(await say(there, roomId, known.body, clientId)).toEqual(known);
  }
  return doubtful.length;
}

/** Lets all senders send until enough was acknowledged, and kills the server in the middle of it. */
async function crash(running: RunningServer, senders: Sender[], roomId: string, round: number): Promise<void> {
  const posts = await Promise.all(senders.map((sender) => postThrough(sender, running.url, roomId)));
  let acks = 0;
  await new Promise<void>((enough, fail) => {
    const count = () => (++acks === ACKS_BEFORE_CRASH ? enough() : undefined);
    const streams = senders.map((sender, n) => stream(sender, posts[n] as Post, round, count));
    void Promise.all(streams).then(() => fail(new Error("the senders gave up before the crash")));
  });
  await running.kill9();
}

test("nothing acknowledged is lost or doubled when everything is killed ten times in the middle of it", async () => {
  let running = await start();
  const names = ["ann", "ben", "carla", "dora", "eve", "finn"];
  const members = await Promise.all(names.map((name) => newMember(running.url, name)));
  const roomId = await newRoom(...(members as [TestMember, ...TestMember[]]));
  const doors: Sender["door"][] = ["HTTP", "HTTP", "Socket.IO", "/ws"];
  const senders = doors.map((door, n) => ({
    member: members[n] as TestMember,
    door,
    acknowledged: new Map(),
    unanswered: [],
  }));
  const readers = (["Socket.IO", "/ws"] as const).map(
    (transport, n) => new Reader(members[4 + n] as TestMember, transport),
  );
  let repeated = 0;

  for (let round = 1; round <= CRASHES; round++) {
    const lines = await Promise.all(readers.map((reader) => reader.connect(running.url, roomId)));
    for (const sender of senders) repeated += await repeat(sender, running.url, roomId);
    await crash(running, senders, roomId, round);
    await Promise.all(lines.map(({ closed }) => closed));
    for (const [n, reader] of readers.entries()) reader.hear(lines[n] as LiveClient);
    running = await start();
  }
  for (const sender of senders) repeated += await repeat(sender, running.url, roomId);
  // At every crash every sender was waiting for an answer.
  expect(repeated).toBe(CRASHES * senders.length);

  const history = new Reader(members[0] as TestMember, "/ws");
  (await history.connect(running.url, roomId)).close();
  const stored = history.inOrder();
  expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, n) => n + 1));
  expect(new Set(stored.map(({ clientId }) => clientId)).size).toBe(stored.length);
  const acknowledged = senders.flatMap((sender) => [...sender.acknowledged.values()] as Message[]);
  expect(stored).toEqual(acknowledged.sort((one, other) => one.seq - other.seq));
  for (const reader of readers) {
    (await reader.connect(running.url, roomId)).close();
    expect(reader.inOrder()).toEqual(stored);
  }
});
