import { connect, createServer, type Socket } from "node:net";

/** Stands between a server and its PostgreSQL and counts the statements that pass. */
export type QueryCounter = {
  /** The database's address through the counter. */
  url: string;
  queries: () => number;
  close: () => Promise<void>;
};

/** Messages of PostgreSQL's protocol that run a statement: Query and Execute. */
const RUNS = new Set(["Q".charCodeAt(0), "E".charCodeAt(0)]);
const HEADER = 5;

export async function countQueries(databaseUrl: string): Promise<QueryCounter> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let queries = 0;
  const server = createServer((client) => {
    const database = connect(Number(target.port || 5432), target.hostname);
    const look = follow(() => queries++);
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.setNoDelay(true).on("error", () => socket.destroy());
    }
    client.on("data", look).pipe(database);
    database.pipe(client);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String(typeof address === "object" && address ? address.port : 0);
  return {
    url: url.href,
    queries: () => queries,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => done());
      }),
  };
}

/** Walks from message to message: each has a type and its length but the first, which has no type. */
function follow(onRun: () => void): (piece: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  return (piece) => {
    rest = Buffer.concat([rest, piece]);
    for (;;) {
      const start = isFirst ? 0 : 1;
      if (rest.length < HEADER) return;
      const length = start + rest.readInt32BE(start);
      if (rest.length < length) return;
      if (!isFirst && RUNS.has(rest[0] ?? 0)) onRun();
      rest = rest.subarray(length);
      isFirst = false;
    }
  };
}
