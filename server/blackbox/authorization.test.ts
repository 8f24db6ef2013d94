import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { features } from "@/lib/features";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import type { Ack } from "@/lib/shared/live";
import { type Client, newClient, newDevice, newMember, type TestMember } from "@/server/testing/client";
import { ACTION_DOORS, API_DOORS, type Door, LIVE_DOORS, PAGE_DOORS, type Rule } from "@/server/testing/doors";
import { openLive } from "@/server/testing/live-client";
import { testServer } from "@/server/testing/test-server";

const database = testDatabase();
const server = testServer(() => ({ DATABASE_URL: database.url }));

const ROLES = ["stranger", "owner", "other", "deactivated", "former admin", "admin"] as const;
type RoleName = (typeof ROLES)[number];

/** Words that stand only in what belongs to the owner: none may be in an answer to someone who may not see it. */
const SECRETS = {
  room: "Chamber of whispers",
  message: "the key lies under the third stone",
  notification: "A hint for the owner",
};

type World = {
  people: Record<RoleName, Client>;
  owner: TestMember;
  /** What fills the brackets of a path and the braces of a body: what is the owner's, and ids of nothing. */
  existing: Record<string, string>;
  missing: Record<string, string>;
  secrets: string[];
};
let world: World;

beforeAll(async () => {
  const { url } = server();
  const [owner, other, gone, former, boss] = await Promise.all(
    ["owner", "other", "gone", "former", "boss"].map((name) => newMember(url, name)),
  );
  if (!owner || !other || !gone || !former || !boss) throw new Error("Five members were asked for.");
  await db().user.updateMany({ where: { id: { in: [former.id, boss.id] } }, data: { role: "admin" } });
  const [formerAdmin, admin] = await Promise.all([newDevice(url, former), newDevice(url, boss)]);
  expect((await formerAdmin.get("/api/v1/admin/stats")).status).toBe(200);
  await admin.patch(`/api/v1/admin/users/${former.id}`, { role: "user" });
  await admin.patch(`/api/v1/admin/users/${gone.id}`, { active: false });
  const room = await owner.post<{ id: string }>("/api/v1/rooms", { kind: "private", name: SECRETS.room });
  const messages = `/api/v1/rooms/${room.body.id}/messages`;
  const message = await owner.post<{ id: string }>(messages, { clientId: "first", body: SECRETS.message });
  const notification = await db().notification.create({
    data: { id: newId(), userId: owner.id, seq: 1, type: "account", title: SECRETS.notification, body: "" },
  });
  await db().user.update({ where: { id: owner.id }, data: { notificationSeq: 1 } });
  const { items } = (await owner.get<{ items: { id: string }[] }>("/api/v1/users/me/sessions")).body;
  world = {
    people: { stranger: newClient(url), owner, other, deactivated: gone, "former admin": formerAdmin, admin },
    owner,
    existing: {
      userId: owner.id,
      sessionId: items[0]?.id ?? "",
      notificationId: notification.id,
      roomId: room.body.id,
      messageId: message.body.id,
      namespace: "sessions",
      policy: "quiz",
      blockId: newId(),
      subscriptionId: newId(),
      announcementId: newId(),
      token: "none",
    },
    missing: Object.fromEntries(
      [
        "userId",
        "sessionId",
        "notificationId",
        "roomId",
        "messageId",
        "blockId",
        "subscriptionId",
        "announcementId",
      ].map((name) => [name, newId()]),
    ),
    secrets: [...Object.values(SECRETS), owner.email],
  };
  world.missing = { ...world.existing, ...world.missing, namespace: "nothing", token: "none" };
}, 120_000);

const fill = (text: string, ids: Record<string, string>): string =>
  text.replaceAll(/[[{](\w+)[\]}]/g, (_, name: string) => ids[name] ?? "unknown");
const fillBody = (body: Record<string, unknown> | undefined, ids: Record<string, string>) =>
  body &&
  (JSON.parse(JSON.stringify(body).replaceAll(/"\{(\w+)\}"/g, (_, name: string) => `"${ids[name]}"`)) as object);

/** Whether `role` may pass a door of `rule` that leads to what is the owner's. */
function mayPass(rule: Rule, role: RoleName): boolean {
  if (rule === "anyone") return true;
  if (role === "stranger" || role === "deactivated") return false;
  if (rule === "member") return true;
  if (rule === "admin") return role === "admin";
  return role === "owner" || (rule === "own or admin" && role === "admin");
}

const signedOut = (role: RoleName): boolean => role === "stranger" || role === "deactivated";
/** What a refused answer may be: for those without a session 401 alone. */
const refusals = (role: RoleName): number[] => (signedOut(role) ? [401] : [403, 404]);

function tellsNothing(text: string): void {
  for (const secret of world.secrets) expect(text).not.toContain(secret);
}

function methodsOf(file: string): string[] {
  const source = readFileSync(file, "utf8");
  return [...source.matchAll(/export const (GET|POST|PUT|PATCH|DELETE) = route\(/g)].map((match) => match[1] ?? "");
}

function apiDoors(): string[] {
  const root = join("app", "api", "v1");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("route.ts"));
  return files.flatMap((file) => {
    const path = `/${file.replaceAll("\\", "/").replace(/\/?route\.ts$/, "")}`;
    return methodsOf(join(root, file)).map((method) => `${method} ${path}`);
  });
}

function pageDoors(): string[] {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("page.tsx"));
  return files.map((file) => {
    const parts = file.replaceAll("\\", "/").split("/").slice(0, -1);
    return `/${parts.filter((part) => !part.startsWith("(")).join("/")}`;
  });
}

function actionDoors(): string[] {
  return readdirSync(join("app", "actions")).flatMap((file) => {
    const source = readFileSync(join("app", "actions", file), "utf8");
    if (!source.startsWith('"use server"')) return [];
    return [...source.matchAll(/export async function (\w+)/g)].map((match) => match[1] ?? "");
  });
}

describe("the list of doors", () => {
  test("names every endpoint, and only those", () => {
    expect(apiDoors().toSorted()).toEqual(Object.keys(API_DOORS).toSorted());
  });
  test("names every event of the live connection", () => {
    const offered = features.flatMap((feature) => Object.keys(feature.live ?? {}));
    expect([...offered, "ping", "sync"].toSorted()).toEqual(Object.keys(LIVE_DOORS).toSorted());
  });
  test("names every screen", () => {
    expect(pageDoors().toSorted()).toEqual(Object.keys(PAGE_DOORS).toSorted());
  });
  test("names every server action", () => {
    expect(actionDoors().toSorted()).toEqual(Object.keys(ACTION_DOORS).toSorted());
  });
});

/** Sends `role` through an endpoint. */
function knock(role: RoleName, door: string, { body }: Door, ids: Record<string, string>) {
  const [method = "", path = ""] = door.split(" ");
  return world.people[role].send(method, `/api/v1${fill(path, ids)}`, { json: fillBody(body, ids) });
}

describe.each(Object.entries(API_DOORS))("%s", (name, door) => {
  test("refuses whoever may not, and tells them nothing", async () => {
    for (const role of ROLES.filter((one) => !mayPass(door.rule, one))) {
      for (const ids of [world.existing, world.missing]) {
        const answer = await knock(role, name, door, ids);
        expect([role, answer.status]).toEqual([
          role,
          expect.toSatisfy((status) => refusals(role).includes(status as number)),
        ]);
        tellsNothing(answer.text);
      }
    }
  });

  test("lets in whoever may, to what exists", async () => {
    for (const role of ROLES.filter((one) => mayPass(door.rule, one) && !signedOut(one))) {
      const missing = await knock(role, name, door, world.missing);
      expect(missing.status).toBeLessThan(500);
      if (["own", "own or admin", "room"].includes(door.rule) && role !== "owner") tellsNothing(missing.text);
      if (door.final) continue;
      const { status } = await knock(role, name, door, world.existing);
      expect([role, status]).toEqual([
        role,
        expect.toSatisfy((one) => ![401, 403].includes(one as number) && (one as number) < 500),
      ]);
    }
  });
});

describe.each(Object.entries(LIVE_DOORS))("the event %s", (name, door) => {
  test.each(["Socket.IO", "/ws"] as const)("lets nobody through who may not, over %s", async (transport) => {
    for (const role of ROLES.filter((one) => !signedOut(one))) {
      const live = await openLive(transport, world.people[role] as TestMember);
      for (const ids of [world.existing, world.missing]) {
        const ack: Ack = await live.send(name, fillBody(door.body, ids));
        const text = JSON.stringify(ack);
        const allowed = mayPass(door.rule, role) && (ids === world.existing || door.rule === "member");
        if (allowed) expect([role, text]).toEqual([role, expect.stringContaining('"data"')]);
        else expect([role, text]).toEqual([role, expect.stringMatching(/"code":"(not_found|forbidden)"/)]);
        if (!mayPass(door.rule, role)) tellsNothing(text);
      }
      live.close();
    }
  });
});

describe("the handshake", () => {
  test.each(["Socket.IO", "/ws"] as const)(
    "is refused to strangers and deactivated members over %s",
    async (transport) => {
      const { stranger, deactivated } = world.people;
      for (const person of [stranger, deactivated]) {
        const { owner } = world;
        await expect(openLive(transport, { ...owner, ...person, id: owner.id })).rejects.toThrow(/unauthenticated|401/);
      }
    },
  );
});

describe.each(Object.entries(PAGE_DOORS))("the screen %s", (name, rule) => {
  test("shows itself to whoever may see it, and nothing to others", async () => {
    for (const role of ROLES) {
      const answer = await world.people[role].get(fill(name, world.existing));
      if (mayPass(rule, role)) {
        expect([role, answer.status]).toEqual([
          role,
          expect.toSatisfy((status) => [200, 307].includes(status as number)),
        ]);
      } else if (signedOut(role)) {
        expect([role, answer.status, answer.headers.get("location")]).toEqual([
          role,
          307,
          expect.stringContaining("/login"),
        ]);
      } else {
        expect([role, answer.status]).toEqual([
          role,
          expect.toSatisfy((status) => [403, 404].includes(status as number)),
        ]);
      }
      if (!mayPass(rule, role)) tellsNothing(answer.text);
    }
  });
});

/** What Next calls each server action, and a screen that has it. */
type Actions = { node: Record<string, { exportedName: string; workers: Record<string, unknown> }> };

test("the action of admins changes nothing for anyone else", async () => {
  const { node } = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as Actions;
  const [id] = Object.entries(node).find(([, { exportedName }]) => exportedName === "setActiveAction") ?? [];
  const userId = world.existing.userId ?? "";
  const isActive = async () => (await db().user.findUniqueOrThrow({ where: { id: userId } })).deactivatedAt === null;
  const act = (role: RoleName, active: boolean) =>
    world.people[role].send("POST", "/admin/users", {
      body: JSON.stringify([[userId], active]),
      headers: { "next-action": id ?? "", "content-type": "text/plain;charset=UTF-8" },
    });
  for (const role of ROLES.filter((one) => one !== "admin")) {
    tellsNothing((await act(role, false)).text);
    expect([role, await isActive()]).toEqual([role, true]);
  }
  await act("admin", false);
  expect(await isActive()).toBe(false);
  await act("admin", true);
});
