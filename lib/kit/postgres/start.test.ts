// Begins first: it starts many servers.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import pino from "pino";
import { beforeEach, describe, expect, test } from "vitest";
import { runOnce } from "@/lib/kit/schema-engine";
import { answers, clusterOf, pidOf, testServers } from "@/lib/kit/testing/postgres";
import { startPostgres } from "./start";

const isRoot = process.getuid?.() === 0;
const log = pino({ level: "silent" });
const servers = testServers();
const { running, start, stop, existing } = servers;

let folder: string;
beforeEach(() => {
  folder = servers.folder;
});

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
