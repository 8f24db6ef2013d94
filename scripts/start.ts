import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { env } from "@/lib/kit/env";
import { folderHolder, heldBy, openFolder } from "@/lib/kit/folder-lock";
import { isStartError, StartError } from "@/lib/kit/start-error";
import { staleParts } from "./building/parts";

/** Builds when something is missing or out of date, then becomes the server. Runs in the folder of the checkout. */
async function start(): Promise<void> {
  const root = process.cwd();
  const { PORT, HOST, DATA_DIR, DATABASE_URL } = env();
  openFolder(DATA_DIR);
  if (staleParts(root).length > 0) {
    const holder = DATABASE_URL ? undefined : folderHolder(DATA_DIR);
    if (holder !== undefined) throw heldBy(DATA_DIR, holder);
    if (await isTaken(PORT, HOST)) throw portTaken(PORT);
    await build(root);
  }
  await import(pathToFileURL(join(root, "dist", "server", "index.js")).href);
}

/** A build takes much memory and leaves with its process. It hears the same signals as we do. */
async function build(root: string): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", join(root, "scripts", "build.ts")], {
    cwd: root,
    stdio: "inherit",
  });
  const pass = (signal: NodeJS.Signals) => {
    child.kill(signal);
    process.exitCode = 1;
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, pass);
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  for (const signal of signals) process.off(signal, pass);
  if (code !== 0) throw new StartError(process.exitCode ? "The build was stopped." : "The build failed: see above.");
}

function isTaken(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => resolve("code" in error && error.code === "EADDRINUSE"));
    probe.listen(port, host, () => probe.close(() => resolve(false)));
  });
}

/** The refusal of a port that another program listens on. */
const portTaken = (port: number) =>
  new StartError(`Port ${port} is already in use: stop what uses it, or set PORT to another.`);

start().catch((error: unknown) => {
  process.stderr.write(
    `${isStartError(error) ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
});
