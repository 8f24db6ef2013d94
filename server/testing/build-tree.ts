import { spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { passedOn } from "./passed-on";

/**
 * Builds what is out of date in the checkout at `root`, as `npm run build` does, and answers what that printed.
 * @throws Error with it when the build fails
 */
export async function buildTree(root: string): Promise<string> {
  const child = spawn(process.execPath, ["--import", "tsx", join(root, "scripts", "build.ts")], {
    cwd: root,
    env: { ...passedOn(), NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Other tests run meanwhile, and some of them count on an answer in time.
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const leave = () => void child.kill("SIGTERM");
  process.once("exit", leave);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  const code = await new Promise((done, fail) => child.once("error", fail).once("close", done));
  process.off("exit", leave);
  if (code !== 0) throw new Error(`The build of ${root} ended with code ${String(code)}. It said:\n${said}`);
  return said;
}
