import { type IncomingMessage, ServerResponse } from "node:http";
import { BACKLOG_MAX, countBytes, countFrame, newTraffic } from "./traffic";

/** Answers to polls that one session may leave unread, the one it asks for among them. */
const POLLS_MAX = 3;

type Packet = { data?: string | Buffer };

/** What is used of a session of Engine.IO, over whichever of its transports. */
type Session = {
  on(event: "packet" | "packetCreate", listen: (packet: Packet) => void): Session;
  on(event: "flush", listen: () => void): Session;
  close(discard: true): void;
};

/**
 * Closes a session of Engine.IO that sends too much, or that does not take what waits for it: its transport takes nothing
 * more while it is busy, and Engine.IO keeps the rest without a bound.
 */
export function boundSession(session: Session): void {
  const traffic = newTraffic();
  let waiting = 0;
  session.on("packet", ({ data }) => {
    if (!countFrame(traffic) || !countBytes(traffic, sizeOf(data))) session.close(true);
  });
  session.on("packetCreate", ({ data }) => {
    waiting += sizeOf(data);
    if (waiting > BACKLOG_MAX) session.close(true);
  });
  session.on("flush", () => {
    waiting = 0;
  });
}

/** Characters of a text count as bytes: what is not Latin takes a little more. */
const sizeOf = (data: string | Buffer | undefined): number => data?.length ?? 0;

/** Refuses the poll of a session that leaves the answers to its polls unread. */
export function boundPolls() {
  const unread = new Map<string, number>();
  return ({ method, url = "" }: IncomingMessage, res: ServerResponse, next: () => void): void => {
    const sid = method === "GET" ? new URLSearchParams(url.split("?")[1]).get("sid") : null;
    if (sid === null || !(res instanceof ServerResponse)) return next();
    const count = (unread.get(sid) ?? 0) + 1;
    if (count > POLLS_MAX) return void res.writeHead(429).end();
    unread.set(sid, count);
    res.once("close", () => {
      const left = (unread.get(sid) ?? 1) - 1;
      if (left > 0) unread.set(sid, left);
      else unread.delete(sid);
    });
    next();
  };
}
