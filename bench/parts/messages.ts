import { alternate } from "@/bench/alternate";
import { startChild } from "@/bench/child";
import { load } from "@/bench/load";
import { options } from "@/bench/options";
import { profiled } from "@/bench/probe";
import type { BareInserts } from "@/bench/processes/bare-inserts";
import type { Crowd } from "@/bench/processes/crowd";
import { report, section } from "@/bench/report";
import { ratios } from "@/bench/stats";
import { startThrong } from "@/bench/throng";
import type { World } from "@/bench/world";

/** A connection may send 30 events a second: enough of them that this never decides. */
const SENDERS = 250;
const STREAMS = 10;
const BEFORE = 50_000;
const TEXT = "the quick brown fox jumps over the lazy dog, and the dog does not mind at all";

/**
 * (b) Messages stored and acknowledged, to rooms that hold 50,000 messages and that nobody listens to (deliveries are
 * part c), against inserts of the same row over as many database connections.
 */
export async function messages(world: World): Promise<void> {
  section(
    `(b) messages stored and acknowledged: 10 at a time, rooms that hold ${BEFORE.toLocaleString("en")} messages`,
  );
  const throng = await startThrong(world);
  const crowd = startChild<Crowd>("crowd");
  const bare = startChild<BareInserts>("bare-inserts");
  const busy = await world.makeRoom(SENDERS, BEFORE);
  const others = await Promise.all(Array.from({ length: STREAMS }, () => world.makeRoom(SENDERS, BEFORE / STREAMS)));
  await crowd.call("connect", {
    url: throng.url,
    cookies: world.members.slice(0, SENDERS).map(({ cookie }) => cookie),
  });
  const ms = options.seconds * 1000;
  const bareRoom = await world.makeRoom(SENDERS, BEFORE);
  let firstSeq = BEFORE;

  const flood = async (roomIds: string[]) => {
    const before = await throng.probe.cpuMs();
    const { sent, acknowledgedMs } = await profiled(throng.probe, "messages", () =>
      crowd.call("flood", { roomIds, streams: STREAMS, ms }),
    );
    return { perSecond: (sent / acknowledgedMs) * 1000, cpuMs: ((await throng.probe.cpuMs()) - before) / sent };
  };
  const post = async () => {
    const { cookie } = world.members[0] ?? {};
    const url = `${throng.url}/api/v1/rooms/${busy}/messages`;
    const body = JSON.stringify({ clientId: "[<id>]", body: TEXT });
    const { rps, cpuMs } = await load({ url, cookie, connections: STREAMS, post: body }, throng.probe, options.seconds);
    return { perSecond: rps, cpuMs };
  };
  const insert = async () => {
    const authorId = world.members[0]?.id ?? "";
    const done = await bare.call("insert", { url: world.url, roomId: bareRoom, authorId, body: TEXT, ms, firstSeq });
    firstSeq += done.stored + 1_000;
    return { perSecond: (done.stored / done.ms) * 1000, cpuMs: 0 };
  };

  const shown = await alternate(
    () => flood([busy]),
    () => flood(others),
    post,
    insert,
  );
  const [oneRoom = [], tenRooms = [], posted = [], inserted = []] = shown.map((round) =>
    round.map(({ perSecond }) => perSecond),
  );
  const cpu = (place: number) => shown[place]?.map(({ cpuMs }) => cpuMs) ?? [];
  report("Socket.IO, one room", oneRoom, "msg/s", { atLeast: 1_200 });
  report("Socket.IO, one room: CPU of a message", cpu(0), "ms");
  report("Socket.IO, ten rooms", tenRooms, "msg/s", { atLeast: 1_200 });
  report("Socket.IO, ten rooms: CPU of a message", cpu(1), "ms");
  report("HTTP POST, one room", posted, "msg/s", { atLeast: 1_200 });
  report("HTTP POST, one room: CPU of a message", cpu(2), "ms");
  report("bare inserts over ten connections", inserted, "row/s");
  report("Socket.IO, one room ÷ bare inserts", ratios(oneRoom, inserted), "×", { atLeast: 0.5 });
  report("Socket.IO, ten rooms ÷ bare inserts", ratios(tenRooms, inserted), "×", { atLeast: 0.5 });
  report("HTTP POST, one room ÷ bare inserts", ratios(posted, inserted), "×", { atLeast: 0.5 });
  await flatness(flood, world);
  await Promise.all([crowd.stop(), bare.stop()]);
  await throng.stop();
}

/** A room without history against one with much of it. */
async function flatness(flood: (roomIds: string[]) => Promise<{ perSecond: number }>, world: World): Promise<void> {
  const full = await world.makeRoom(SENDERS, BEFORE);
  const [empty = [], filled = []] = await alternate(
    async () => flood([await world.makeRoom(SENDERS)]),
    () => flood([full]),
  );
  const perSecond = (samples: { perSecond: number }[]) => samples.map((sample) => sample.perSecond);
  report("Socket.IO, full room ÷ empty room", ratios(perSecond(filled), perSecond(empty)), "×", { atLeast: 0.9 });
}
