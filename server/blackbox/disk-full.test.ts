import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { DISK_FULL } from "@/lib/kit/disk";
import { urlOfRunning } from "@/lib/kit/postgres/running";
import { smallDisk } from "@/lib/kit/testing/small-disk";
import { newClient, newMember } from "@/server/testing/client";
import { runServer } from "@/server/testing/run-server";
import { WIDE_LIMITS } from "@/server/testing/wide-limits";

const disk = smallDisk("400m");
/** A process that ends at once would take this long, and what PostgreSQL makes of no room shows within it. */
const WHILE_MS = 5_000;

async function promote(id: string, dataDir: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOfRunning(dataDir) });
  await client.connect();
  await client.query("UPDATE users SET role = 'admin' WHERE id = $1", [id]);
  await client.end();
}

describe.skipIf(!disk)("on a disk that is full to the last byte (needs the right to mount one)", () => {
  const { folder = "", fill = () => undefined, clear = () => undefined } = disk ?? {};

  test("goes on with what works, says what does not, tells the admins, recovers, and stops in time", async () => {
    const server = await runServer({
      dataDir: join(folder, "data"),
      env: { LOG_LEVEL: "info", RATE_LIMITS: WIDE_LIMITS, DATABASE_URL: "" },
    });
    const { url } = server;
    const [ann, boss] = [await newMember(url, "ann"), await newMember(url, "boss")];
    await promote(boss.id, server.dataDir);
    let count = 0;
    const open = () => ann.post("/api/v1/rooms", { name: `Room ${count++}`, kind: "public" });
    expect((await open()).status).toBe(201);
    fill();
    await expect.poll(async () => (await open()).body.detail, { timeout: 60_000 }).toBe(DISK_FULL);
    const refused = await open();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "30"]);
    const until = Date.now() + WHILE_MS;
    while (Date.now() < until) {
      expect((await ann.get("/api/v1/health")).status).toBe(200);
      expect((await newClient(url).get("/")).status).toBe(200);
      expect((await open()).body.detail).toBe(DISK_FULL);
      await delay(100);
    }
    clear();
    await expect.poll(async () => (await open()).status, { timeout: 120_000, interval: 500 }).toBe(201);
    const titles = async () => {
      const { body } = await boss.get<{ items: { title: string }[] }>("/api/v1/users/me/notifications");
      return body.items.map(({ title }) => title);
    };
    await expect.poll(titles).toContainEqual(expect.stringMatching(/^The disk (is|was) full$/));
    const logged = () => readFileSync(join(folder, "data", "logs", "throng.log"), "utf8");
    await expect.poll(logged, { timeout: 10_000 }).toContain("the disk has space again");

    fill();
    await expect.poll(async () => (await open()).body.detail, { timeout: 60_000 }).toBe(DISK_FULL);
    const began = Date.now();
    await server.stop();
    expect(Date.now() - began).toBeLessThan(40_000);
  });
});
