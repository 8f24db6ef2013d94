// Begins first: it starts the server many times.
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { folderHolder } from "@/lib/kit/folder-lock";
import { choosePort } from "@/lib/kit/postgres/port";
import { processIdentity } from "@/lib/kit/processes";
import { testDatabase } from "@/lib/kit/testing/database";
import { atServer, newMember } from "@/server/testing/client";
import { processTree } from "@/server/testing/process-tree";
import { type Launched, launchServer, type RunningServer, runServer } from "@/server/testing/run-server";

const database = testDatabase();
const folder = mkdtempSync(join(tmpdir(), "throng-starting-"));
beforeAll(() => chmodSync(folder, 0o711));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a start that cannot go on tells the person at the terminal, after checking that it is one sentence and code 1. */
async function complaintOf(launched: Launched): Promise<string> {
  const { code } = await launched.ended;
  const said = launched.complaint().trim();
  expect(code, said).toBe(1);
  expect(said).toMatch(/^[^\n]+\.$/);
  expect(said).not.toMatch(/\bat .*:\d+|^\w*Error:/m);
  return said;
}

describe("a start refuses, in one sentence,", () => {
  test.each([
    [{ PORT: "eighty" }, /^PORT must be a whole number\.$/],
    [{ ROLES: "web,chef" }, /^ROLES may name web, realtime, worker\.$/],
    [{ SECRET_KEY: "short" }, /^SECRET_KEY must have at least 32 characters\.$/],
    [{ DATABASE_URL: "mysql://root@localhost/x" }, /^DATABASE_URL must be a URL starting with postgres/],
    [{ PASSWORD_ROUNDS: "599999", HOST: "0.0.0.0" }, /^PASSWORD_ROUNDS must be at least 600000: fewer are for tests/],
    [{ DATABASE_POOL_SIZE: "2" }, /^DATABASE_POOL_SIZE must be at least 3 where ROLES names worker/],
    [{ RATE_LIMITS: "api=lots" }, /^RATE_LIMITS: "api=lots" is not like api=120\/1m\.$/],
    [{ TRUSTED_PROXIES: "the-one-next-door" }, /^TRUSTED_PROXIES/],
    [{ FETCH_ALLOW: "127.0.0.1:http" }, /^FETCH_ALLOW may hold IPs and ranges/],
    [{ LOG_LEVEL: "loud", PORT: "-1" }, /PORT must be.* LOG_LEVEL must be/],
  ])("the variable %o", async (env, sentence) => {
    expect(await complaintOf(launchServer({ env: { DATABASE_URL: database.url, ...env } }))).toMatch(sentence);
  });

  test("a port that is taken", async () => {
    const taken = await listening();
    const { port } = taken.address() as AddressInfo;
    const launched = launchServer({ env: { DATABASE_URL: database.url, PORT: String(port) } });
    expect(await complaintOf(launched)).toBe(
      `Port ${port} is already in use: stop what uses it, or set PORT to another.`,
    );
    taken.close();
  });

  test("a data folder that is no folder", async () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    expect(await complaintOf(launchServer({ dataDir: file }))).toMatch(/a-file/);
    expect(await complaintOf(launchServer({ dataDir: join(file, "below") }))).toMatch(/a-file/);
  });

  test.skipIf(process.getuid?.() === 0)("a data folder it may not use (not as root, who may use any)", async () => {
    const closed = mkdtempSync(join(folder, "closed-"));
    chmodSync(closed, 0o000);
    expect(await complaintOf(launchServer({ dataDir: closed }))).toContain(closed);
  });

  test("a database that is not there, without its password", async () => {
    const port = await choosePort(0);
    const DATABASE_URL = `postgres://throng:swordfish@127.0.0.1:${port}/throng`;
    const said = await complaintOf(launchServer({ env: { DATABASE_URL } }));
    expect(said).toContain(`127.0.0.1:${port}/throng`);
    expect(said).not.toContain("swordfish");
  });
});

describe("on a data folder of its own", () => {
  const dataDir = join(folder, "data");
  let running: RunningServer | undefined;
  const start = async () => {
    running = await runServer({ dataDir });
    return running;
  };
  afterEach(async () => {
    await running?.stop();
  });

  test("answers 503 until it is ready, then makes itself known", async () => {
    const port = await choosePort(0);
    const launched = launchServer({ dataDir: join(folder, "slow"), env: { PORT: String(port) } });
    const first = await firstAnswer(`http://127.0.0.1:${port}/api/v1/health`);
    expect(first.status).toBe(503);
    expect(first.headers.get("retry-after")).toBe("2");
    expect(first.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await launched.ready).toBe(port);
    expect((await fetch(`http://127.0.0.1:${port}/api/v1/health`)).status).toBe(200);
    expect(launched.output()).toContain(`http://localhost:${port}/first-admin/`);
    await launched.stop();
  });

  test("keeps its secret to itself, and with it every cookie over a restart", async () => {
    const ann = await newMember((await start()).url, "ann");
    expect(statSync(join(dataDir, "secret-key")).mode & 0o077).toBe(0);
    await running?.stop();
    const again = await start();
    expect((await atServer(ann, again.url).get("/api/v1/users/me")).body).toMatchObject({ id: ann.id });
  });

  test("refuses a second start on the same folder, and goes on itself", async () => {
    const { pid, url } = await start();
    const second = launchServer({ dataDir });
    expect(await complaintOf(second)).toBe(`Throng already runs on the data folder ${dataDir} (process ${pid}).`);
    expect((await fetch(`${url}/api/v1/ready`)).status).toBe(200);
  });

  test("two starts at the same moment: one is ready, one refuses", async () => {
    const both = [launchServer({ dataDir }), launchServer({ dataDir })];
    const ready = await Promise.allSettled(both.map((launched) => launched.ready));
    expect(ready.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = both[ready.findIndex(({ status }) => status === "rejected")];
    expect(refused && (await complaintOf(refused))).toContain("already runs on the data folder");
    await Promise.all(both.map((launched) => launched.stop()));
  });

  test("leaves nothing behind when it stops: no process, no lock", async () => {
    const { pid, stop } = await start();
    const tree = processTree(pid);
    expect(tree.length).toBeGreaterThan(3);
    expect(await stop()).toEqual({ code: 0, signal: null });
    expect(tree.filter((one) => processIdentity(one) !== undefined)).toEqual([]);
    expect(folderHolder(dataDir)).toBeUndefined();
  });

  test("says that it is not ready while its database hangs, and is again when it goes on", async () => {
    const { pid, url } = await start();
    const postgres = processTree(pid).slice(1);
    for (const one of postgres) process.kill(one, "SIGSTOP");
    const hanging = await fetch(`${url}/api/v1/ready`);
    expect(hanging.status).toBe(503);
    expect(await hanging.json()).toMatchObject({ code: "unavailable", detail: "Not ready: database." });
    expect((await fetch(`${url}/api/v1/health`)).status).toBe(200);
    for (const one of postgres) process.kill(one, "SIGCONT");
    await expect.poll(async () => (await fetch(`${url}/api/v1/ready`)).status).toBe(200);
  });

  test("survives the death of its database alone", async () => {
    const { pid, url } = await start();
    const ann = await newMember(url, "ann");
    const postmaster = processTree(pid)[1];
    if (postmaster === undefined) throw new Error("there is no database process");
    process.kill(postmaster, "SIGKILL");
    await expect.poll(async () => (await fetch(`${url}/api/v1/ready`)).status).toBe(200);
    const list = async () => (await ann.get("/api/v1/users/me/sessions")).status;
    await expect.poll(list).toBe(200);
  });
});

async function listening(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

/** The first answer of a server that is about to listen. */
async function firstAnswer(url: string): Promise<Response> {
  for (;;) {
    try {
      return await fetch(url);
    } catch {
      await new Promise((done) => setTimeout(done, 10));
    }
  }
}
