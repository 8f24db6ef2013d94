import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { afterAll, beforeAll } from "vitest";
import { choosePort } from "@/lib/kit/postgres/port";
import { waitUntil } from "@/lib/kit/wait-until";

const ANSWERS_MS = 10_000;

export type TestRedis = {
  /** There from the first hook on. */
  readonly url: string;
  /** Ends the server; `start` begins it again, empty, on the same port. */
  stop: () => Promise<void>;
  start: () => Promise<void>;
  /** Lets the server hang: it takes connections and answers nothing until `resume`. */
  pause: () => void;
  resume: () => void;
};

/**
 * A real, empty Redis for as long as the test file runs; undefined where redis-server is not installed, so that the file
 * can skip: `describe.skipIf(!redis)("… (needs redis-server)", …)`. Call it once at the top of the file.
 */
export function testRedis(): TestRedis | undefined {
  if (spawnSync("redis-server", ["--version"]).status !== 0) return undefined;
  let port = 0;
  let server: ChildProcess | undefined;
  const start = async () => {
    port = await choosePort(port);
    const options = [
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--save",
      "",
      "--appendonly",
      "no",
      "--daemonize",
      "no",
    ];
    server = spawn("redis-server", options, { cwd: tmpdir(), stdio: "ignore" });
    await answers(port);
  };
  const stop = async () => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
  };
  beforeAll(start);
  afterAll(stop);
  return {
    get url() {
      return `redis://127.0.0.1:${port}`;
    },
    start,
    stop,
    pause: () => void server?.kill("SIGSTOP"),
    resume: () => void server?.kill("SIGCONT"),
  };
}

/** Waits until something accepts connections on `port`. */
async function answers(port: number): Promise<void> {
  if (!(await waitUntil(() => accepts(port), ANSWERS_MS))) {
    throw new Error(`redis-server does not answer on port ${port}`);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
