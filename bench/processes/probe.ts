import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { Session } from "node:inspector";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { probeSocket } from "@/bench/probe-socket";

/**
 * Loaded into a measured process before anything else. Tells over a socket of its own what the process has used,
 * collects garbage and takes CPU profiles when asked.
 */
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const session = new Session();

const actions: Record<string, (detail: string) => unknown> = {
  usage: () => ({ cpu: process.cpuUsage(), memory: process.memoryUsage() }),
  gc: async () => {
    for (let i = 0; i < 4; i++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  },
  profile: async () => {
    session.connect();
    await post("Profiler.enable");
    await post("Profiler.setSamplingInterval", { interval: 200 });
    await post("Profiler.start");
  },
  profiled: async (file) => {
    const { profile } = (await post("Profiler.stop")) as { profile: unknown };
    session.disconnect();
    writeFileSync(file, JSON.stringify(profile));
  },
};

const post = (method: string, params?: object): Promise<unknown> =>
  new Promise((resolve, reject) =>
    session.post(method, params, (error, value: unknown) => (error ? reject(error) : resolve(value))),
  );

const server = createServer((req, res) => {
  const { pathname, searchParams } = new URL(req.url ?? "/", "http://probe");
  const action = actions[pathname.slice(1)];
  void Promise.resolve(action?.(searchParams.get("detail") ?? "")).then((value) =>
    res.end(JSON.stringify(value ?? {})),
  );
});
server.listen(probeSocket(process.pid)).unref();
// A process forked from the measured one inherits this module, not its socket.
server.on("error", () => undefined);
server.on("connection", (socket) => socket.unref());
