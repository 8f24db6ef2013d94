import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { killTree } from "@/server/testing/process-tree";
import { startWatchdog } from "./watchdog";

export type Outcome = {
  ok: boolean;
  /** How it ended, to follow its name: `ended with code 1`. */
  how: string;
  /** Standard output and standard error as they came; empty when they were shown at once. */
  output: string;
  seconds: number;
};

type Options = {
  /** The folder to work in. */
  cwd: string;
  /** Shows what the program says, line by line, instead of keeping it. */
  show?: boolean;
  env?: Record<string, string>;
  /** It hangs when it says nothing for so many milliseconds, and does nothing that shows in `signs`: then it is ended. */
  silenceMs?: number;
  /** Files that grow while the program works. */
  signs?: string[];
};

/** Longer than a single test may take: the suite itself ends one that hangs, and goes on. */
const SILENCE_MS = 15 * 60_000;
/** How long a program that has ended may leave its output open to others. */
const LINGER_MS = 5_000;

/** Runs a program without input and waits for its end. Never rejects: what cannot be started has failed. */
export async function run(program: string, args: string[], options: Options): Promise<Outcome> {
  const { cwd, show = false, env = {}, silenceMs = SILENCE_MS, signs = [] } = options;
  const began = Date.now();
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let ending: Promise<unknown> | undefined;
  const dog = startWatchdog(silenceMs, signs, () => {
    if (child.pid !== undefined) ending = killTree(child.pid).catch(() => child.kill("SIGKILL"));
  });
  const said: string[] = [];
  listen(child, (line) => {
    dog.stir();
    if (show) console.log(line);
    else said.push(`${line}\n`);
  });
  const how = await endOf(child);
  dog.stop();
  // What it started may end after it.
  await ending;
  return {
    ok: how === "ended with code 0",
    how: ending ? `did nothing for ${Math.round(silenceMs / 1000)} seconds and was ended` : how,
    output: said.join(""),
    seconds: (Date.now() - began) / 1000,
  };
}

/** Runs a JavaScript program with this Node. */
export const runNode = (args: string[], options: Options): Promise<Outcome> => run(process.execPath, args, options);

function listen(child: ChildProcess, onLine: (line: string) => void): void {
  for (const input of [child.stdout, child.stderr]) if (input) createInterface({ input }).on("line", onLine);
}

/** Waits for the end and the last output. What the program started may hold its output open: that is not waited for. */
function endOf(child: ChildProcess): Promise<string> {
  return new Promise((done) => {
    child.once("error", ({ message }) => done(`could not be started: ${message}`));
    child.once("exit", (code, signal) => {
      const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      const lingering = setTimeout(() => {
        for (const output of [child.stdout, child.stderr]) output?.destroy();
        done(how);
      }, LINGER_MS);
      child.once("close", () => {
        clearTimeout(lingering);
        done(how);
      });
    });
  });
}
