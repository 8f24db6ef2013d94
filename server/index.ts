import type { RequestListener, Server } from "node:http";
import { extname, join } from "node:path";
import { issueFirstAdminToken } from "@/lib/core/accounts/first-admin";
import { tellOfFullDisk } from "@/lib/core/admin/tell-of-full-disk";
import { startActivityFlush } from "@/lib/core/engine/activity/buffer";
import { startBlocks } from "@/lib/core/engine/ip-blocks/blocks";
import { readRateLimits } from "@/lib/core/engine/rate-limits/rate-limits";
import { startRules } from "@/lib/core/engine/rate-limits/rules";
import { startViolationFlush } from "@/lib/core/engine/rate-limits/violations";
import { startSeenFlush } from "@/lib/core/engine/sessions/touch";
import { installFeatures } from "@/lib/core/features/install";
import { startPresence } from "@/lib/core/realtime/presence";
import { features } from "@/lib/features";
import { closeBus, openBus } from "@/lib/kit/bus";
import { startDatabaseWatch } from "@/lib/kit/db-watch";
import { startDiskWatch } from "@/lib/kit/disk";
import { env, prepareLibraries } from "@/lib/kit/env";
import { eventLoopDelay } from "@/lib/kit/event-loop";
import { folderHolder, heldBy, openFolder } from "@/lib/kit/folder-lock";
import { trustedProxies } from "@/lib/kit/ip";
import { startLimits } from "@/lib/kit/limiter/fallback";
import { log } from "@/lib/kit/log";
import { startPeers } from "@/lib/kit/peers";
import { closeRedis } from "@/lib/kit/redis";
import { fetchAllow } from "@/lib/kit/safe-fetch/fetch-allow";
import { isStartError, StartError, systemCode } from "@/lib/kit/start-error";
import { mountApi } from "./api";
import { openDatabase } from "./database";
import { createHttpServer } from "./http-server";
import { openJobs } from "./jobs";
import { openLive } from "./live";
import { openPages } from "./pages";
import { receiveRequests } from "./requests";
import { loadSecret } from "./secret";
import { secure } from "./security-headers";
import { listenForShutdown, onShutdown, shutDown } from "./shutdown";

/** Built, this file is dist/server/index.js; in development it runs as it is. */
const BUILT = extname(import.meta.filename) === ".js";
const ROOT = BUILT ? join(import.meta.dirname, "..", "..") : join(import.meta.dirname, "..");

async function start(): Promise<void> {
  const { ROLES, DATA_DIR, DATABASE_URL } = env();
  installFeatures(features);
  readRateLimits();
  trustedProxies();
  fetchAllow();
  openFolder(DATA_DIR);
  const holder = DATABASE_URL ? undefined : folderHolder(DATA_DIR);
  if (holder) throw heldBy(DATA_DIR, holder);
  listenForShutdown();
  prepareLibraries();
  const serves = ROLES.includes("web") || ROLES.includes("realtime");
  const reception = { answer: answerStarting };
  const http = createHttpServer((req, res) => reception.answer(req, res));
  if (serves) await listen(http);
  loadSecret();
  const database = await openDatabase({ log: log(), progress: (step) => log().info(step) });
  onShutdown("database", database.stop);
  onShutdown("database watch", startDatabaseWatch());
  onShutdown("disk watch", await watchDisks(database.folder));
  await openBus();
  onShutdown("bus", async () => {
    await closeBus();
    await closeRedis();
  });
  onShutdown("last seen", startSeenFlush());
  onShutdown("activity", startActivityFlush());
  onShutdown("rate limits", startLimits());
  onShutdown("rate limit rules", await startRules());
  onShutdown("rate limit violations", startViolationFlush());
  onShutdown("ip blocks", await startBlocks());
  eventLoopDelay();
  onShutdown("peers", startPeers());
  onShutdown("presence", startPresence());
  let stopJobs: (() => Promise<void>) | undefined;
  onShutdown("jobs", () => stopJobs?.());
  if (serves) reception.answer = await serve(http);
  // Last: loading the pages keeps the event loop so busy that a connection under way would time out.
  if (ROLES.includes("worker")) stopJobs = await openJobs();
  await greet(http);
}

/** Watches the disk of the data folder, and that of the database where it is ours. */
function watchDisks(database: string | undefined): Promise<() => void> {
  return startDiskWatch({ dataFolder: env().DATA_DIR, database, tell: tellOfFullDisk });
}

/** Opens the doors that ROLES names and answers who receives requests. */
async function serve(http: Server): Promise<RequestListener> {
  const { ROLES, API_MOUNT, NODE_ENV } = env();
  const pages = ROLES.includes("web") ? await openPages(ROOT) : undefined;
  const direct = API_MOUNT === "direct" && NODE_ENV !== "development";
  const api = direct ? await mountApi(join(ROOT, "dist", "app")) : undefined;
  if (pages) onShutdown("pages", pages.close);
  if (ROLES.includes("realtime")) onShutdown("live connections", openLive(http, pages?.upgrade));
  const { listener, drain } = receiveRequests({ api, pages });
  onShutdown("requests", () => drain(http));
  return listener;
}

/** Answers until the doors are open. */
const answerStarting: RequestListener = (_req, res) => {
  secure(res);
  res.writeHead(503, { "Retry-After": "2", "Content-Type": "text/plain" }).end("Throng is starting.\n");
};

async function listen(http: Server): Promise<void> {
  const { PORT, HOST } = env();
  const listening = new Promise<void>((resolve, reject) => http.once("error", reject).listen(PORT, HOST, resolve));
  await listening.catch((error: unknown) => {
    const code = systemCode(error);
    if (code === "EADDRINUSE")
      throw new StartError(`Port ${PORT} is already in use: stop what uses it, or set PORT to another.`);
    if (code === "EACCES") throw new StartError(`This user may not listen on port ${PORT}: set PORT to 1024 or more.`);
    throw new StartError(`Throng can't listen on ${HOST}, port ${PORT} (${code ?? String(error)}).`);
  });
}

/** Tells the person at the terminal where to go, and once how to become the first admin. */
async function greet(http: Server): Promise<void> {
  const bound = http.address();
  if (!bound || typeof bound === "string") return log().info("Throng works.");
  const url = env().PUBLIC_URL ?? `http://localhost:${bound.port}`;
  const token = await issueFirstAdminToken();
  process.stdout.write(`\n  Throng is ready: ${url}\n`);
  if (token) process.stdout.write(`  Make the first admin (works once): ${url}/first-admin/${token}\n`);
  process.stdout.write("\n");
  log().info({ port: bound.port, roles: env().ROLES, mount: env().API_MOUNT }, "ready");
  process.send?.({ ready: true, port: bound.port });
}

start().catch((error: unknown) => {
  if (isStartError(error)) process.stderr.write(`${error.message}\n`);
  else log().fatal({ err: error }, "the start failed");
  void shutDown(1);
});
