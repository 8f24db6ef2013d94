import { spawn } from "node:child_process";

/**
 * Runs a JavaScript program of an npm package and keeps what it says to itself. It ends with this process.
 * @throws Error with what it said when it fails
 */
export async function runQuietly(root: string, program: string[], variables: Record<string, string>): Promise<void> {
  const env = { ...process.env, ...variables };
  const child = spawn(process.execPath, program, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  const end = () => child.kill();
  const leave = () => process.exit(1);
  process.once("exit", end);
  for (const signal of SIGNALS) process.once(signal, leave);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => {
      said += data.toString();
    });
  }
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  process.off("exit", end);
  for (const signal of SIGNALS) process.off(signal, leave);
  if (code !== 0) throw new Error(said.trim() || `${program[0]} ended with code ${String(code)}`);
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
