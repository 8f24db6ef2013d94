import { connect, createServer, type Socket } from "node:net";

/** A network cable between two programs, such as a browser and a server: what is connected through it can be cut. */
export type Cable = {
  /** The URL of the server as the browser sees it. */
  readonly url: string;
  /** Breaks every connection and lets no new one come about. */
  pull: () => void;
  /** Lets connections come about again, to another port of this machine if one is given. */
  plug: (port?: number) => void;
  /** From now on nothing comes back from the server any more, while it still gets what is sent. */
  muffle: () => void;
  /** From now on nothing arrives on either side, on old connections or new ones, and nobody is told, until `thaw`. */
  freeze: () => void;
  thaw: () => void;
  close: () => Promise<void>;
};

/** Lays a cable to a port of this machine. */
export async function layCable(port: number): Promise<Cable> {
  const lines = new Set<Line>();
  let target: number | undefined = port;
  let frozen: Socket[] | undefined;
  const connectThrough = (near: Socket) => {
    if (target === undefined) near.resetAndDestroy();
    else if (frozen) frozen.push(near.on("error", () => near.destroy()));
    else lines.add(lay(near, target, (line) => lines.delete(line)));
  };
  const server = createServer({ pauseOnConnect: true }, connectThrough);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const pull = () => {
    target = undefined;
    for (const { near, far } of lines) for (const end of [near, far]) end.resetAndDestroy();
  };
  let last = port;
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    pull,
    plug: (to = last) => {
      target = last = to;
    },
    muffle: () => {
      for (const { near, far } of lines) {
        far.unpipe(near);
        far.resume();
      }
    },
    freeze: () => {
      frozen ??= [];
      for (const { near, far } of lines) for (const end of [near, far]) end.unpipe().pause();
    },
    thaw: () => {
      const waiting = frozen ?? [];
      frozen = undefined;
      for (const { near, far } of lines) near.pipe(far).pipe(near);
      for (const near of waiting) if (!near.destroyed) connectThrough(near);
    },
    close: async () => {
      for (const near of frozen ?? []) near.resetAndDestroy();
      pull();
      await new Promise((done) => server.close(done));
    },
  };
}

type Line = { near: Socket; far: Socket };

function lay(near: Socket, port: number, onGone: (line: Line) => void): Line {
  const far = connect(port, "127.0.0.1");
  const line = { near, far };
  for (const [end, other] of [
    [near, far],
    [far, near],
  ] as const) {
    end.pipe(other);
    end.on("error", () => other.destroy());
    end.on("close", () => {
      other.destroy();
      onGone(line);
    });
  }
  return line;
}

function portOf(address: ReturnType<ReturnType<typeof createServer>["address"]>): number {
  if (address === null || typeof address === "string") throw new Error("The cable has no port.");
  return address.port;
}
