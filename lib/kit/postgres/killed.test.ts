// Begins first: it starts many servers.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { beforeEach, describe, expect, test } from "vitest";
import { processIdentity, waitForExit } from "@/lib/kit/processes";
import { answers, clusterOf, pidOf, testServers } from "@/lib/kit/testing/postgres";
import { readPidFile, stopLeftover } from "./leftovers";

const servers = testServers();
const { start, stop, existing } = servers;

let folder: string;
beforeEach(() => {
  folder = servers.folder;
});

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
