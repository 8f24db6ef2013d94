import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { within } from "@/lib/kit/deadline";
import { passedOn } from "./passed-on";
import { killTree } from "./process-tree";

/** The checkout that this file belongs to. */
export const ROOT = resolve(import.meta.dirname, "..", "..");
/** The server that `npm run build` puts into a checkout. */
const ENTRY = join("dist", "server", "index.js");

/** A first start makes a database and may share its cores with other tests. */
const READY_MS = 300_000;

type Options = {
  /** Variables for the server. PORT is a free one unless told; forwarded IPs are believed from this machine. */
  env?: Record<string, string>;
  /** The data folder. Without one the server gets a temporary folder that goes with it. */
  dataDir?: string;
  /** The checkout whose server it is, ours unless told. */
  root?: string;
};

export type Ended = { code: number | null; signal: NodeJS.Signals | null };

/** A server process that may not be ready, or never will be. */
export type Launched = {
  readonly pid: number;
  readonly dataDir: string;
  /** All it has printed so far, on standard output and standard error. */
  output: () => string;
  /** What of it came on standard error: what the person at the terminal is told when something is wrong. */
  complaint: () => string;
  /** The port it serves once it is ready. @throws when it ends before, with what it printed */
  ready: Promise<number>;
  ended: Promise<Ended>;
  /** Asks it to stop, as a service manager or Ctrl-C does, and waits until it has. */
  stop: (signal?: NodeJS.Signals) => Promise<Ended>;
  /** Kills it and everything it started, its PostgreSQL too, at once. */
  kill9: () => Promise<void>;
};

export type RunningServer = Omit<Launched, "ready"> & { readonly port: number; readonly url: string };

/** Starts the built server and waits until it is ready. */
export async function runServer(options: Options = {}): Promise<RunningServer> {
  const { ready, ...launched } = launchServer(options);
  const port = await ready;
  return { ...launched, port, url: `http://127.0.0.1:${port}` };
}

/** Starts the built server without waiting for anything: for starts that must fail. */
export function launchServer(options: Options = {}): Launched {
  const { root = ROOT } = options;
  if (!existsSync(join(root, ENTRY))) throw new Error("There is no built server: run `npm run build` first.");
  const scratch = options.dataDir === undefined ? scratchFolder() : undefined;
  const dataDir = options.dataDir ?? join(scratch ?? "", "data");
  const child = spawn(process.execPath, ["--enable-source-maps", join(root, ENTRY)], {
    cwd: root,
    env: { ...environment(), DATA_DIR: dataDir, ...options.env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const { said, complaints } = collect(child);
  const ended = hasEnded(child);
  const leave = () => void child.kill("SIGTERM");
  process.once("exit", leave);
  void ended.then(() => {
    process.off("exit", leave);
    if (scratch) rmSync(scratch, { recursive: true, force: true });
  });
  const ready = becomesReady(child, ended, said);
  // Whoever only waits for the end must not meet this as an unhandled rejection.
  ready.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    dataDir,
    output: () => said.join(""),
    complaint: () => complaints.join(""),
    ready,
    ...enders(child, ended),
  };
}

/** As many rounds as a server outside of tests does: where the work of a password is what is tested. */
export const REAL_PASSWORDS = { PASSWORD_ROUNDS: "600000" };

function environment(): NodeJS.ProcessEnv {
  return {
    ...passedOn(),
    NODE_ENV: "production",
    PORT: "0",
    HOST: "127.0.0.1",
    PASSWORD_ROUNDS: "1000",
    TRUSTED_PROXIES: "127.0.0.1",
  };
}

/** As root the database server runs as another user, who must be able to pass through. */
function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "throng-server-"));
  chmodSync(folder, 0o711);
  return folder;
}

function collect(child: ChildProcess): { said: string[]; complaints: string[] } {
  const said: string[] = [];
  const complaints: string[] = [];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => said.push(text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said.push(text);
    complaints.push(text);
  });
  return { said, complaints };
}

/** "close" comes after the last output was read. */
function hasEnded(child: ChildProcess): Promise<Ended> {
  return new Promise((done, fail) => {
    child.once("error", fail).once("close", (code, signal) => done({ code, signal }));
  });
}

async function becomesReady(child: ChildProcess, ended: Promise<Ended>, said: string[]): Promise<number> {
  const ready = new Promise<number>((done) => {
    child.on("message", (message) => {
      const port = portIn(message);
      if (port !== undefined) done(port);
    });
  });
  const gone = ended.then(({ code, signal }) => `ended before it was ready (${signal ?? `exit code ${code}`})`);
  const found = await within(Promise.race([ready, gone]), READY_MS, "was not ready in time");
  if (typeof found === "number") return found;
  throw new Error(`The server ${found}. It said:\n${said.join("").slice(-4_000)}`);
}

function portIn(message: unknown): number | undefined {
  if (typeof message !== "object" || message === null || !("port" in message)) return undefined;
  return typeof message.port === "number" ? message.port : undefined;
}

function enders(child: ChildProcess, ended: Promise<Ended>): Pick<Launched, "stop" | "kill9" | "ended"> {
  return {
    ended,
    stop: (signal = "SIGTERM") => {
      child.kill(signal);
      return ended;
    },
    kill9: async () => {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) await killTree(child.pid);
      await ended;
    },
  };
}
