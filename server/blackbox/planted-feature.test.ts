// Begins first: it builds a copy of the checkout.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { buildTree } from "@/server/testing/build-tree";
import { type Client, newClient, newDevice, newMember, type TestMember } from "@/server/testing/client";
import { compareTrees, copyTree } from "@/server/testing/copy-tree";
import { dataOf, openLive, refusalIn } from "@/server/testing/live-client";
import { operationsIn } from "@/server/testing/operations";
import { plantFeature } from "@/server/testing/plant-feature";
import { codeOf } from "@/server/testing/problems";
import { ROOT, type RunningServer, runServer } from "@/server/testing/run-server";
import { WIDE_LIMITS } from "@/server/testing/wide-limits";

/** Below the checkout, whose packages it finds there. It stays, so that the next build makes only what is new. */
const COPY = join(ROOT, ".cache", "planted-feature");
/** A build gives way to all other tests, so that on a busy machine it takes longer than a hang elsewhere. */
const BUILD_MS = 1_800_000;

/** Where the files of a feature may lie, besides its line in the registries. */
const PLACES = [
  /^lib\/features\/teas\//,
  /^components\/teas\//,
  /^app\/(.+\/)?teas\/(page\.tsx|route\.ts)$/,
  /^prisma\/schema\/teas\.prisma$/,
  /^prisma\/migrations\/\d+_teas\/migration\.sql$/,
];
const REGISTRIES = ["lib/features/browser.ts", "lib/features/index.ts"];

type Tea = { id: string; kind: string; brewerId: string; guestId: string };
type Page<T> = { items: T[] };

const database = testDatabase();
let planted: ReturnType<typeof compareTrees>;
let server: RunningServer;

beforeAll(async () => {
  copyTree(ROOT, COPY);
  plantFeature(COPY);
  planted = compareTrees(ROOT, COPY);
  await buildTree(COPY);
  server = await runServer({ root: COPY, env: { DATABASE_URL: database.url, RATE_LIMITS: WIDE_LIMITS } });
}, BUILD_MS);
afterAll(() => server?.stop());

const member = (name: string) => newMember(server.url, name);

async function newAdmin(): Promise<TestMember> {
  const account = await member("boss");
  await db().user.update({ where: { id: account.id }, data: { role: "admin" } });
  return newDevice(server.url, account);
}

const brew = (brewer: TestMember, guest: TestMember, kind: string) =>
  brewer.post<Tea>("/api/v1/teas", { kind, guestId: guest.id });

const teasOf = async (one: TestMember) => (await one.get<Page<Tea>>("/api/v1/teas")).body.items;

/** What a page says, without its scripts and marks. */
async function shownAt(client: Client, path: string): Promise<string> {
  const { status, text } = await client.get(path);
  expect([path, status]).toEqual([path, 200]);
  return words(text);
}

const words = (html: string): string =>
  html
    .replaceAll(/<(script|style)\b[^]*?<\/\1>|<!--[^]*?-->/g, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

/** The lines of a file that only one of two checkouts has. */
function linesOnlyIn(root: string, other: string, path: string): string[] {
  const known = readFileSync(join(other, path), "utf8").split("\n");
  const lines = readFileSync(join(root, path), "utf8").split("\n");
  return lines.filter((line) => !known.includes(line));
}

describe("a feature costs", () => {
  test("its own files and a line in each registry, and changes no other file", () => {
    expect(planted.changed).toEqual(REGISTRIES);
    expect(planted.removed).toEqual([]);
    expect(planted.added.filter((path) => !PLACES.some((place) => place.test(path)))).toEqual([]);
    for (const place of PLACES) expect(planted.added.filter((path) => place.test(path))).not.toEqual([]);
  });

  test.each(REGISTRIES)("in %s its import and its name", (registry) => {
    const [before = ""] = linesOnlyIn(ROOT, COPY, registry);
    const [imported = "", after = "", ...others] = linesOnlyIn(COPY, ROOT, registry);
    expect(imported).toMatch(/^import \{ teas \} from "\.\/teas[\w/]*";$/);
    expect([after, others]).toEqual([before.replace("];", ", teas];"), []]);
  });
});

describe("and with nothing more there is", () => {
  test("its verb, over HTTP, for members alone", async () => {
    const [ann, ben, eve] = [await member("ann"), await member("ben"), await member("eve")];
    const made = await brew(ann, ben, "Darjeeling");
    expect([made.status, made.body]).toMatchObject([201, { kind: "Darjeeling", brewerId: ann.id, guestId: ben.id }]);
    expect([await teasOf(ann), await teasOf(ben), await teasOf(eve)]).toEqual([[made.body], [made.body], []]);
    expect(codeOf(await ann.post("/api/v1/teas", { kind: "", guestId: ben.id }))).toBe("400 invalid_input");
    expect(codeOf(await newClient(server.url).get("/api/v1/teas"))).toBe("401 unauthenticated");
  });

  test.each(["Socket.IO", "/ws"] as const)("its live event, and its verb over %s", async (transport) => {
    const [ann, ben] = [await member("ann"), await member("ben")];
    const lines = [await openLive(transport, ann), await openLive(transport, ben)] as const;
    const overHttp = await brew(ann, ben, "Assam");
    expect(await lines[1].until<Tea>("tea:brewed")).toEqual(overHttp.body);
    const live = dataOf(await lines[0].send<Tea>("tea:brew", { kind: "Sencha", guestId: ben.id }));
    expect(await lines[1].until<Tea>("tea:brewed", ({ kind }) => kind === "Sencha")).toEqual(live);
    expect(lines[0].heard.filter(({ event }) => event === "tea:brewed")).toEqual([]);
    for (const line of lines) line.close();
  });

  test("its notification in the inbox, and its words where one chooses what to be told", async () => {
    const [ann, ben] = [await member("ann"), await member("ben")];
    await brew(ann, ben, "Oolong");
    const title = `${ann.username} brews you a Oolong`;
    const told = await ben.get<Page<{ type: string; title: string }>>("/api/v1/users/me/notifications?type=tea");
    expect(told.body.items).toMatchObject([{ type: "tea", title, url: "/teas" }]);
    expect(await shownAt(ben, "/notifications")).toContain(title);
    expect(await shownAt(ben, "/settings/notifications")).toMatch(/Served teas.*Someone brews you a tea\./);
  });

  test("its rate limit, among those of the member too", async () => {
    const [ann, ben] = [await member("ann"), await member("ben")];
    for (let n = 0; n < 3; n++) expect((await brew(ann, ben, "Mint")).status).toBe(201);
    const refused = await brew(ann, ben, "Mint");
    expect(codeOf(refused)).toBe("429 rate_limited");
    expect(refused.body).toMatchObject({ rateLimit: "brew" });
    const line = await openLive("Socket.IO", ann);
    expect(refusalIn(await line.send("tea:brew", { kind: "Mint", guestId: ben.id }))).toBe("rate_limited");
    line.close();
    const { body } = await ann.get<{ rateLimits: { rateLimit: string }[] }>("/api/v1/rate-limits/me");
    const left = { rateLimit: "brew", limit: 3, windowSeconds: 3_600, remaining: 0 };
    expect(body.rateLimits).toContainEqual(expect.objectContaining(left));
    expect(await shownAt(ann, "/settings/limits")).toMatch(/Kettle brewed for others/);
  });

  test("its task, which an admin sees and lets run", async () => {
    const [ann, boss] = [await member("ann"), await newAdmin()];
    const { body: tea } = await brew(ann, boss, "Earl Grey");
    await db().$executeRaw`UPDATE teas SET created_at = now() - interval '2 days' WHERE id = ${tea.id}::uuid`;
    const { items } = (await boss.get<Page<{ name: string }>>("/api/v1/admin/tasks")).body;
    const task = { name: "teas.pourAway", label: "Pour away cold teas", crontab: "40 4 * * *" };
    expect(items).toContainEqual(expect.objectContaining(task));
    expect((await boss.post(`/api/v1/admin/tasks/${task.name}/run`, {})).status).toBe(202);
    const runs = async () => (await boss.get<Page<unknown>>(`/api/v1/admin/tasks/${task.name}/runs`)).body.items;
    await expect.poll(runs).toMatchObject([{ state: "done", note: "1 poured away" }]);
    expect(await teasOf(boss)).toEqual([]);
    expect(await shownAt(boss, "/admin/tasks")).toContain(task.label);
  });

  test("its entry in the navigation of every page, with what it counts", async () => {
    const [ann, ben] = [await member("ann"), await member("ben")];
    await brew(ann, ben, "Chai");
    const { text } = await ben.get("/settings");
    const links = [...text.matchAll(/<a\b[^>]*href="\/teas"[^>]*>([^]*?)<\/a>/g)].map(([, inner = ""]) => words(inner));
    expect(links.map((link) => link.trim()).sort()).toEqual(["1 unread Tea room", "Tea room 1 unread"]);
  });

  test("its page, for members alone", async () => {
    const [ann, ben] = [await member("ann"), await member("ben")];
    await brew(ann, ben, "Rooibos");
    expect(await shownAt(ben, "/teas")).toMatch(/What was brewed by you, and for you\..*Rooibos/);
    const led = await newClient(server.url).get("/teas");
    expect([led.status, led.headers.get("location")]).toEqual([307, "/login?next=%2Fteas"]);
  });

  test("its use among what members did, with its words", async () => {
    const ann = await member("ann");
    const report = (feature: string) => ann.post("/api/v1/users/me/events", { feature, details: { cups: 2 } });
    expect((await report("teas")).status).toBe(202);
    expect(codeOf(await report("coffees"))).toBe("400 invalid_input");
    const done = async () => (await ann.get<Page<unknown>>("/api/v1/users/me/activity?feature=teas")).body.items;
    await expect.poll(done).toMatchObject([{ action: "use", feature: "teas", details: { cups: 2 } }]);
    expect(await shownAt(ann, "/settings/activity")).toContain("Had to do with tea");
  });

  test("what it keeps of a member, in their export, and nothing of them once their account is deleted", async () => {
    const [ann, ben] = [await member("ann"), await member("ben")];
    const { body: tea } = await brew(ann, ben, "Matcha");
    const { body: mine } = await ann.get<{ teas: unknown }>("/api/v1/users/me/export");
    expect(mine.teas).toMatchObject([{ id: tea.id, kind: "Matcha" }]);
    expect((await ann.post("/api/v1/users/me/deletion", { password: ann.password })).status).toBe(204);
    expect(await teasOf(ben)).toEqual([]);
  });

  test("its endpoints in the description of the API", async () => {
    const { body } = await newClient(server.url).get("/openapi.json");
    expect(operationsIn(body)).toEqual(expect.arrayContaining(["GET /api/v1/teas", "POST /api/v1/teas"]));
  });

  test("the use of its verb, noted by itself", async () => {
    const [ann, ben] = [await member("ann"), await member("ben")];
    await brew(ann, ben, "Nettle");
    // What is used often is gathered for a minute, and written at the end.
    await server.stop();
    const rows = await db().activity.findMany({ where: { userId: ann.id, feature: "teas" } });
    expect(rows).toMatchObject([{ action: "use", details: { what: "tea brewed" } }]);
  });
});
