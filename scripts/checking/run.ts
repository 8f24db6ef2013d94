import { spawn } from "node:child_process";

export type Outcome = {
  ok: boolean;
  /** Standard output and standard error as they came; empty when they were shown at once. */
  output: string;
  seconds: number;
};

type Options = {
  /** The folder to work in. */
  cwd: string;
  /** Shows what the program says at once instead of keeping it. */
  show?: boolean;
  env?: Record<string, string>;
  /** Milliseconds after which the program is stopped, and has failed. */
  limitMs?: number;
};

/** Runs a program without input and waits for its end. Never rejects: what cannot be started has failed. */
export function run(program: string, args: string[], options: Options): Promise<Outcome> {
  const { cwd, show = false, env = {}, limitMs = 10 * 60_000 } = options;
  const began = Date.now();
  const said: string[] = [];
  return new Promise((done) => {
    const end = (ok: boolean) => {
      clearTimeout(limit);
      done({ ok, output: said.join(""), seconds: (Date.now() - began) / 1000 });
    };
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
    });
    // The limit of spawn itself would keep us waiting for a program that could not even be started.
    const limit = setTimeout(() => child.kill("SIGTERM"), limitMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => said.push(text));
    }
    child.once("error", (error) => {
      said.push(error.message);
      end(false);
    });
    child.once("close", (code) => end(code === 0));
  });
}

/** Runs a JavaScript program with this Node. */
export const runNode = (args: string[], options: Options): Promise<Outcome> => run(process.execPath, args, options);
