import { alternate } from "@/bench/alternate";
import { type Child, startChild } from "@/bench/child";
import { load } from "@/bench/load";
import { options } from "@/bench/options";
import { type Probe, profiled } from "@/bench/probe";
import type { BareInserts } from "@/bench/processes/bare-inserts";
import type { Crowd } from "@/bench/processes/crowd";
import { report, section } from "@/bench/report";
import { ratios } from "@/bench/stats";
import { startThrong, type Throng } from "@/bench/throng";
import type { World } from "@/bench/world";

/** A connection may send 30 events a second: enough of them that this never decides. */
const SENDERS = 250;
const STREAMS = 10;
const BEFORE = 50_000;
const TEXT = "the quick brown fox jumps over the lazy dog, and the dog does not mind at all";
/** How long a round takes. */
const MS = options.seconds * 1000;

/** A server whose rooms hold messages, and what is measured against it. */
type Scene = {
  world: World;
  throng: Throng;
  crowd: Child<Crowd>;
  bare: Child<BareInserts>;
  /** The room that everything is sent to, and as many others as there are streams. */
  busy: string;
  others: string[];
  /** The room that bare inserts fill. */
  bareRoom: string;
};

/**
 * (b) Messages stored and acknowledged, to rooms that hold 50,000 messages and that nobody listens to (deliveries are
 * part c), against inserts of the same row over as many database connections.
 */
export async function messages(world: World): Promise<void> {
  section(
    `(b) messages stored and acknowledged: 10 at a time, rooms that hold ${BEFORE.toLocaleString("en")} messages`,
  );
  const scene = await setUp(world);
  await compareWays(scene);
  await compareRooms(scene);
  await Promise.all([scene.crowd.stop(), scene.bare.stop()]);
  await scene.throng.stop();
}

async function setUp(world: World): Promise<Scene> {
  const throng = await startThrong(world);
  const crowd = startChild<Crowd>("crowd");
  const bare = startChild<BareInserts>("bare-inserts");
  const busy = await world.makeRoom(SENDERS, BEFORE);
  const others = await Promise.all(Array.from({ length: STREAMS }, () => world.makeRoom(SENDERS, BEFORE / STREAMS)));
  await crowd.call("connect", {
    url: throng.url,
    cookies: world.members.slice(0, SENDERS).map(({ cookie }) => cookie),
  });
  const bareRoom = await world.makeRoom(SENDERS, BEFORE);
  return { world, throng, crowd, bare, busy, others, bareRoom };
}

/** Over the live connection, to one room and to ten, over HTTP, and as bare inserts. */
async function compareWays(scene: Scene): Promise<void> {
  const [oneRoom = [], tenRooms = [], posted = [], inserted = []] = await alternate(
    () => flood(scene, [scene.busy]),
    () => flood(scene, scene.others),
    () => post(scene),
    inserting(scene),
  );
  tell("Socket.IO, one room", oneRoom, 1_200);
  tell("Socket.IO, ten rooms", tenRooms, 1_200);
  tell("HTTP POST, one room", posted, 1_200);
  tell("bare inserts over ten connections", inserted);
  compare("Socket.IO, one room ÷ bare inserts", oneRoom, inserted, 0.5);
  compare("Socket.IO, ten rooms ÷ bare inserts", tenRooms, inserted, 0.5);
  compare("HTTP POST, one room ÷ bare inserts", posted, inserted, 0.5);
}

/** To a room without messages, and to one that holds many. */
async function compareRooms(scene: Scene): Promise<void> {
  const [empty = [], filled = []] = await alternate(
    async () => flood(scene, [await scene.world.makeRoom(SENDERS)]),
    () => flood(scene, [scene.busy]),
  );
  compare("Socket.IO, full room ÷ empty room", filled, empty, 0.9);
}

const flood = ({ world, throng, crowd }: Scene, roomIds: string[]): Promise<Sample> =>
  measured(world, throng.probe, async () => {
    const done = await profiled(throng.probe, "messages", () =>
      crowd.call("flood", { roomIds, streams: STREAMS, ms: MS }),
    );
    return { stored: done.sent, ms: done.acknowledgedMs };
  });

const post = ({ world, throng, busy }: Scene): Promise<Sample> =>
  measured(world, throng.probe, async () => {
    const url = `${throng.url}/api/v1/rooms/${busy}/messages`;
    const body = JSON.stringify({ clientId: "[<id>]", body: TEXT });
    const request = { url, cookie: world.members[0]?.cookie, connections: STREAMS, post: body };
    const { rps } = await load(request, throng.probe, options.seconds);
    return { stored: rps * options.seconds, ms: MS };
  });

/** Inserts, each time from the number on where it ended before. */
function inserting({ world, bare, bareRoom: roomId }: Scene): () => Promise<Sample> {
  let firstSeq = BEFORE;
  return () =>
    measured(world, bare.probe, async () => {
      const authorId = world.members[0]?.id ?? "";
      const given = { url: world.url, roomId, authorId, body: TEXT, ms: MS, firstSeq };
      const done = await bare.call("insert", given);
      firstSeq += done.stored + 1_000;
      return done;
    });
}

type Sample = { perSecond: number; cpuMs: number; databaseMs: number };

/** Runs `work` and puts what it stored against the time, and the CPU of the process and of PostgreSQL. */
async function measured(world: World, probe: Probe, work: () => Promise<{ stored: number; ms: number }>) {
  const [cpu, database] = [await probe.cpuMs(), world.databaseCpuMs()];
  const { stored, ms } = await work();
  return {
    perSecond: (stored / ms) * 1000,
    cpuMs: ((await probe.cpuMs()) - cpu) / stored,
    databaseMs: (world.databaseCpuMs() - database) / stored,
  };
}

function tell(what: string, samples: Sample[], goal?: number): void {
  const pick = (field: keyof Sample) => samples.map((sample) => sample[field]);
  report(what, pick("perSecond"), "msg/s", goal === undefined ? undefined : { atLeast: goal });
  report(`${what}: CPU of the process for each`, pick("cpuMs"), "ms");
  report(`${what}: CPU of PostgreSQL for each`, pick("databaseMs"), "ms");
}

function compare(what: string, ours: Sample[], theirs: Sample[], goal: number): void {
  const rate = (samples: Sample[]) => samples.map(({ perSecond }) => perSecond);
  report(what, ratios(rate(ours), rate(theirs)), "×", { atLeast: goal });
}
