// Begins first: it starts many servers.
import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import pg from "pg";
import pino from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { processIdentity, waitForExit } from "@/lib/kit/processes";
import { runOnce } from "@/lib/kit/schema-engine";
import { waitUntil } from "@/lib/kit/wait-until";
import { readPidFile, stopLeftover } from "./leftovers";
import { type Postgres, startPostgres } from "./start";

const isRoot = process.getuid?.() === 0;
const log = pino({ level: "silent" });

/** A stopped server's data folder, copied for tests that do not need to make one. */
let made: string;
let folder: string;
const running = new Set<Postgres>();

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), "throng-pg-"));
  chmodSync(made, 0o711);
  await stop(await start(made));
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throng-pg-"));
  chmodSync(folder, 0o711);
});
afterEach(async () => {
  for (const server of running) await stop(server);
  rmSync(folder, { recursive: true, force: true });
});

async function start(dataDir = existing()): Promise<Postgres> {
  const server = await startPostgres({ dataDir, log, settings: { fsync: "off" } });
  running.add(server);
  return server;
}

async function stop(server: Postgres): Promise<void> {
  running.delete(server);
  await server.stop();
}

function existing(): string {
  const data = join(folder, "data");
  if (!existsSync(data)) execFileSync("cp", ["-a", made, data]);
  return data;
}

const clusterOf = (dataDir: string): string => join(dataDir, "postgres", "cluster");

function pidOf(server: Postgres): number {
  const pid = server.pid();
  if (pid === undefined) throw new Error("the server does not run");
  return pid;
}

/** Starts a server in a process of its own and kills that process: the server is left without a master. */
async function leaveOrphan(dataDir: string): Promise<number> {
  const script = `
    const { startPostgres } = await import(${JSON.stringify(resolve("lib/kit/postgres/start.ts"))});
    const { pino } = await import("pino");
    const server = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: pino({ level: "silent" }) });
    console.log(server.pid());`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = await new Promise<string>((done) => child.stdout.once("data", (data: Buffer) => done(data.toString())));
  child.kill("SIGKILL");
  await new Promise((done) => child.once("exit", done));
  return Number(said);
}

/** Asks until the server answers, as a pool does. */
async function answers(url: string): Promise<void> {
  const asks = () =>
    runOnce(url, "SELECT 1").then(
      () => true,
      () => false,
    );
  if (!(await waitUntil(asks, 30_000))) throw new Error("the server does not come back");
}

describe("startPostgres", () => {
  test("keeps what was written, and its address, over a stop and a start", async () => {
    const data = join(folder, "new", "data");
    mkdirSync(join(folder, "new"));
    const first = await start(data);
    await runOnce(first.url, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)");
    await stop(first);
    expect(existsSync(join(clusterOf(data), "postmaster.pid"))).toBe(false);
    const second = await start(data);
    expect(second.url).toBe(first.url);
    expect((await runOnce(second.url, "SELECT n FROM kept")).rows).toEqual([{ n: 7 }]);
  });

  test("lets the application in with a password only, and not as superuser", async () => {
    const { url } = await start();
    const { rows } = await runOnce(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user");
    expect(rows).toEqual([{ rolsuper: false }]);
    const wrong = runOnce(url.replace(/:[0-9a-f]{48}@/, ":wrong@"), "SELECT 1");
    await expect(wrong).rejects.toThrow(/password authentication failed/);
    expect(statSync(join(existing(), "postgres", "server.json")).mode & 0o077).toBe(0);
    expect(statSync(clusterOf(existing())).mode & 0o077).toBe(0);
  });

  test("writes to disk before it acknowledges", async () => {
    const server = await startPostgres({ dataDir: existing(), log });
    running.add(server);
    for (const setting of ["fsync", "synchronous_commit", "full_page_writes"]) {
      expect((await runOnce(server.url, `SHOW ${setting}`)).rows).toEqual([{ [setting]: "on" }]);
    }
  });

  test("refuses a second start on the same folder, and frees it on stop", async () => {
    const server = await start();
    await expect(start()).rejects.toThrow(
      `Throng already runs on the data folder ${existing()} (process ${process.pid}).`,
    );
    await stop(server);
    await start();
  });

  test("takes another port when the old one is in use", async () => {
    const first = await start();
    await stop(first);
    const blocker = createServer().listen(Number(new URL(first.url).port), "127.0.0.1");
    await new Promise((listening) => blocker.once("listening", listening));
    const second = await start();
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    blocker.close();
  });

  test("makes the cluster anew when a start died while making it", async () => {
    const workshop = join(folder, "postgres", "being-made", "cluster");
    mkdirSync(workshop, { recursive: true });
    writeFileSync(join(workshop, "PG_VERSION"), "18\n");
    await answers((await start(folder)).url);
  });

  test("refuses a cluster of another major version in one sentence, and frees the folder", async () => {
    writeFileSync(join(clusterOf(existing()), "PG_VERSION"), "17\n");
    await expect(start()).rejects.toThrow(/was made by PostgreSQL 17, this is 18\.$/);
    expect(existsSync(join(existing(), "throng.lock"))).toBe(false);
  });

  test("refuses a damaged record in one sentence", async () => {
    writeFileSync(join(existing(), "postgres", "server.json"), "{");
    await expect(start()).rejects.toThrow(/server\.json is damaged/);
  });
});

describe("a killed server", () => {
  test("is started again on the same port, and a pool finds it", async () => {
    const server = await start();
    const pool = new pg.Pool({ connectionString: server.url });
    pool.on("error", () => undefined);
    await pool.query("CREATE TABLE kept (n int)");
    await pool.query("INSERT INTO kept VALUES (1)");
    const killed = pidOf(server);
    process.kill(killed, "SIGKILL");
    await waitForExit(killed, 5_000);
    await answers(server.url);
    expect(server.pid()).not.toBe(killed);
    expect((await pool.query("SELECT n FROM kept")).rows).toEqual([{ n: 1 }]);
    await pool.end();
  });

  test("can be stopped while it is down", async () => {
    const server = await start();
    process.kill(pidOf(server), "SIGKILL");
    await stop(server);
    expect(server.pid()).toBeUndefined();
    await start();
  });
});

describe("after a kill of everything", () => {
  test("stops the server that was left, and keeps its data", async () => {
    const orphan = await leaveOrphan(existing());
    expect(processIdentity(orphan)).toBeDefined();
    const server = await start();
    expect(processIdentity(orphan)).toBeUndefined();
    await answers(server.url);
  });

  test("starts again when the server was killed too", async () => {
    const orphan = await leaveOrphan(existing());
    process.kill(orphan, "SIGKILL");
    await answers((await start()).url);
  });

  test("stops the server that was left in a folder that was moved since", async () => {
    const orphan = await leaveOrphan(existing());
    const moved = join(folder, "moved");
    renameSync(existing(), moved);
    await answers((await start(moved)).url);
    expect(processIdentity(orphan)).toBeUndefined();
  });

  test("leaves a program alone that has the server's number now", async () => {
    const cluster = clusterOf(existing());
    const text = `${process.pid}\n${cluster}\n1\n1\n\n\n\nready\n`;
    writeFileSync(join(cluster, "postmaster.pid"), text, { mode: 0o600 });
    await start();
    expect(readPidFile(cluster)?.pid).not.toBe(process.pid);
  });

  test("leaves the server alone whose folder this one is a copy of", async () => {
    const server = await start();
    const copy = join(folder, "copy");
    mkdirSync(copy);
    writeFileSync(join(copy, "postmaster.pid"), readFileSync(join(clusterOf(existing()), "postmaster.pid")));
    expect(await stopLeftover(copy)).toBeUndefined();
    expect(existsSync(join(copy, "postmaster.pid"))).toBe(false);
    await answers(server.url);
  });
});

describe.runIf(isRoot)("as root", () => {
  test("hands the server to another user", async () => {
    const server = await start();
    expect(statSync(clusterOf(existing())).uid).not.toBe(0);
    expect(readFileSync(`/proc/${pidOf(server)}/status`, "utf8")).not.toMatch(/^Uid:\s+0/m);
  });

  test("keeps the cluster elsewhere when that user cannot enter the folder, for this folder alone", async () => {
    chmodSync(folder, 0o700);
    const data = join(folder, "private");
    const first = await start(data);
    const { cluster } = JSON.parse(readFileSync(join(data, "postgres", "server.json"), "utf8"));
    expect(cluster).toMatch(/^\/var\/lib\/throng\/[0-9a-f]{16}-[0-9a-f]{8}\/cluster$/);
    await runOnce(first.url, "CREATE TABLE kept (n int)");
    await stop(first);
    execFileSync("cp", ["-a", data, join(folder, "copy")]);
    await expect(start(join(folder, "copy"))).rejects.toThrow(/is a copy of/);
    renameSync(data, join(folder, "moved"));
    const moved = await start(join(folder, "moved"));
    expect((await runOnce(moved.url, "SELECT n FROM kept")).rows).toEqual([]);
    await stop(moved);
    rmSync(dirname(cluster), { recursive: true });
  });
});
