import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A way to another port that can be cut: as if what is behind it had gone. */
export type TcpProxy = {
  readonly port: number;
  /** From now on connections are refused, and those that are open are cut. */
  cut: () => Promise<void>;
  mend: () => Promise<void>;
  close: () => Promise<void>;
};

/** Passes connections on to `port` of `host`. */
export async function startProxy(host: string, port: number): Promise<TcpProxy> {
  const open = new Set<Socket>();
  const listen = (at: number): Promise<Server> => {
    const server = createServer((inner) => {
      const outer = connect(port, host);
      for (const socket of [inner, outer]) {
        open.add(socket);
        socket.on("error", () => undefined).on("close", () => open.delete(socket));
      }
      inner.on("close", () => outer.destroy()).pipe(outer);
      outer.on("close", () => inner.destroy()).pipe(inner);
    });
    return new Promise((resolve, reject) => {
      server.once("error", reject).listen(at, "127.0.0.1", () => resolve(server));
    });
  };
  let server = await listen(0);
  const { port: own } = server.address() as AddressInfo;
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    });
  return {
    port: own,
    cut,
    mend: async () => {
      server = await listen(own);
    },
    close: cut,
  };
}
