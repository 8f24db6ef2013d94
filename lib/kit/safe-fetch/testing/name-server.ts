import { createSocket } from "node:dgram";
import ipaddr from "ipaddr.js";

/** What a name leads to, answer by answer; the last one stays. A name that leads nowhere is not listed. */
export type Zone = Record<string, string[][]>;

const TYPES = { A: 1, AAAA: 28 };

/** A name server over UDP on the loopback that knows one zone. `server` is how a resolver is told of it. */
export async function startNameServer(zone: Zone): Promise<{ server: string; close: () => void }> {
  const socket = createSocket("udp4");
  const asked = new Map<string, number>();
  socket.on("message", (query, { port, address }) => socket.send(answerTo(query, zone, asked), port, address));
  await new Promise<void>((done) => socket.bind(0, "127.0.0.1", done));
  return {
    server: `127.0.0.1:${socket.address().port}`,
    close: () => void socket.close(),
  };
}

/** RFC 1035: the head of the query, its question, and a record for each IP of the type that was asked for. */
function answerTo(query: Buffer, zone: Zone, asked: Map<string, number>): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  const name = labels.join(".").toLowerCase();
  const type = query.readUInt16BE(at + 1);
  const answers = Object.hasOwn(zone, name) ? (zone[name] ?? []) : undefined;
  const turn = asked.get(`${name} ${type}`) ?? 0;
  asked.set(`${name} ${type}`, turn + 1);
  const ips = (answers?.[Math.min(turn, answers.length - 1)] ?? []).filter(
    (ip) => (ip.includes(":") ? TYPES.AAAA : TYPES.A) === type,
  );
  const head = Buffer.from(query.subarray(0, 12));
  head.writeUInt16BE(answers ? 0x8180 : 0x8183, 2);
  [1, ips.length, 0, 0].forEach((count, index) => head.writeUInt16BE(count, 4 + index * 2));
  return Buffer.concat([head, query.subarray(12, at + 5), ...ips.map((ip) => recordOf(ip, type))]);
}

/** The name of the question, type, class IN, no time to live, and the IP. */
function recordOf(ip: string, type: number): Buffer {
  const bytes = ipaddr.parse(ip).toByteArray();
  return Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes]);
}
