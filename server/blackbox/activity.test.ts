import { afterAll, expect, test } from "vitest";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { type Cable, layCable } from "@/server/testing/cable";
import { newMember } from "@/server/testing/client";
import { newRoom } from "@/server/testing/rooms";
import { type RunningServer, runServer } from "@/server/testing/run-server";
import { WIDE_LIMITS } from "@/server/testing/wide-limits";

const database = testDatabase();
const REPORTS = 50;
/** What a browser sends to hear, ahead, what a page calls itself. */
const AHEAD = {
  rsc: "1",
  "next-router-prefetch": "1",
  "next-router-state-tree": encodeURIComponent(JSON.stringify(["", {}, null, "metadata-only"])),
};

let cable: Cable | undefined;
let server: RunningServer | undefined;
afterAll(async () => {
  await server?.stop();
  await cable?.close();
});

test("what was accepted while PostgreSQL is away is there once it is back, each once", async () => {
  const ip = new URL(database.url);
  cable = await layCable(Number(ip.port));
  ip.port = new URL(cable.url).port;
  server = await runServer({ env: { DATABASE_URL: ip.href, RATE_LIMITS: WIDE_LIMITS, LOG_LEVEL: "error" } });
  const ann = await newMember(server.url, "ann");
  const report = (n: number) => ann.post("/api/v1/users/me/events", { feature: "quiz", details: { n } });
  const accepted: number[] = [];
  for (let n = 0; n < REPORTS; n++) {
    if (n === 10) cable.pull();
    if ((await report(n)).status === 202) accepted.push(n);
  }
  expect(accepted).toHaveLength(REPORTS);
  const away = await ann.get("/api/v1/users/me/activity");
  expect([away.status, Number(away.headers.get("retry-after"))]).toEqual([503, expect.any(Number)]);
  cable.plug();
  const stored = async () => {
    const rows = await db().activity.findMany({ where: { userId: ann.id, feature: "quiz" } });
    return rows.map(({ details }) => (details as { n: number }).n).sort((a, b) => a - b);
  };
  await expect.poll(stored, { interval: 250 }).toEqual(accepted);
});

test("a page counts as opened when a member opens it, not when the browser fetches it ahead", async () => {
  const url = server?.url ?? "";
  const ann = await newMember(url, "ann");
  for (const path of ["/rooms", `/rooms/${await newRoom(ann)}`]) {
    // Next first leads to the IP that names these headers.
    const { headers: led } = await ann.get(path, AHEAD);
    const ahead = await ann.get(led.get("location") ?? path, AHEAD);
    expect([path, ahead.status]).toEqual([path, 200]);
  }
  await ann.get("/settings");
  // What is used often is gathered for a minute, and written at the end.
  await server?.stop();
  const opened = await db().activity.findMany({ where: { userId: ann.id, feature: "pages" } });
  expect(opened.map(({ details }) => details)).toEqual([{ what: "/settings" }]);
});
