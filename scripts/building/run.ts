import { spawn } from "node:child_process";

/**
 * Runs a JavaScript program of an npm package and keeps what it says to itself.
 * @throws Error with what it said when it fails
 */
export async function runQuietly(root: string, program: string[], variables: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, program, {
    cwd: root,
    env: { ...process.env, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (said += data.toString()));
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error(said.trim() || `${program[0]} ended with code ${String(code)}`);
}
