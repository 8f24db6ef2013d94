import { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { sqlStateOf } from "./db";
import { bytesHeard, isAway, setAway } from "./db-sockets";
import { succeedsWithin, withDeadline } from "./deadline";
import { env } from "./env";
import { log } from "./log";

const BEAT_MS = 1_000;
/** How long the watch's own connection may stay silent, and how long a new one may then take, in milliseconds. */
const ANSWER_MS = 1_000;
const REACH_MS = 2_000;
const SILENT = "The database does not answer";
/** SQLSTATE of a server that is not there for anyone: lost connections (08), or it shuts down, crashed or starts (57P0x). */
const AWAY_STATES = /^(08...|57P0.)$/;

/** The watch's own connection, beside the pool: it must not wait behind what may hang. */
type Line = { client: pg.Client; socket: Socket };

/**
 * Asks the database every second whether it is there. When it is not, be it shut, unreachable or silent, all
 * connections of the pool are broken and new ones refused at once, until it answers again. The answered function ends the
 * watch.
 */
export function startDatabaseWatch(): () => void {
  const end = new AbortController();
  const { signal } = end;
  let line: Line | undefined;
  const look = async (): Promise<boolean> => {
    const heard = bytesHeard();
    if (line && (await answers(line))) return true;
    line?.socket.destroy();
    const reached = await reach();
    line = typeof reached === "object" ? reached : undefined;
    // Whoever sends to others is there, however long we wait ourselves.
    return reached !== false || bytesHeard() > heard;
  };
  const watch = async () => {
    while (!signal.aborted) {
      // One look may have been late itself, as when the process stood still: nothing is broken for it.
      const there = (await look()) || (!isAway() && (await look()));
      if (signal.aborted) break;
      note(there);
      await delay(BEAT_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
    line?.socket.destroy();
  };
  void watch();
  return () => {
    end.abort();
    line?.socket.destroy();
  };
}

function note(there: boolean): void {
  if (there === !isAway()) return;
  if (there) log().info("the database is back");
  else log().warn("the database is away: what needs it is refused at once until it is back");
  setAway(!there);
}

const answers = ({ client }: Line): Promise<boolean> => succeedsWithin(client.query("SELECT 1"), ANSWER_MS);

/** A new connection that answered; true where the server is there and refuses one, whatever for; false when it is away. */
async function reach(): Promise<Line | boolean> {
  const socket = new Socket();
  const client = new pg.Client({
    connectionString: env().DATABASE_URL,
    application_name: "throng-watch",
    keepAlive: true,
    stream: () => socket,
  });
  client.on("error", () => undefined);
  try {
    await withDeadline(client.connect(), REACH_MS, SILENT);
    await withDeadline(client.query("SELECT 1"), REACH_MS, SILENT);
    return { client, socket };
  } catch (error) {
    socket.destroy();
    const state = sqlStateOf(error);
    return state !== undefined && !AWAY_STATES.test(state);
  }
}
