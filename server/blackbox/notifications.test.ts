import { beforeAll, describe, expect, test } from "vitest";
import { unsubscribeToken } from "@/lib/core/notifications/delivery/notification-mail";
import type { NotificationChanged, NotificationNew, NotificationsSince } from "@/lib/core/notifications/inbox/schemas";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { newClient, newDevice, newMember, type TestMember } from "@/server/testing/client";
import { dataOf, openLive } from "@/server/testing/live-client";
import { MOUNTS, testServer } from "@/server/testing/test-server";

const database = testDatabase();
const SECRET_KEY = "a secret key for tests, long enough to be one";

describe.each(MOUNTS)("notifications, API_MOUNT=%s", (mount) => {
  const server = testServer(() => ({ DATABASE_URL: database.url, API_MOUNT: mount, SECRET_KEY }));
  let boss: TestMember;
  let ann: TestMember;
  beforeAll(async () => {
    overrideEnv({ SECRET_KEY });
    const { url } = server();
    const account = await newMember(url, "boss");
    ann = await newMember(url, "ann");
    await db().user.update({ where: { id: account.id }, data: { role: "admin" } });
    boss = await newDevice(url, account);
  });

  test.each(["Socket.IO", "/ws"] as const)("announces live and takes back live, over %s", async (transport) => {
    const live = await openLive(transport, ann);
    const made = await boss.post<{ id: string }>("/api/v1/admin/announcements", { title: "Cake", audience: "all" });
    expect(made.status).toBe(201);
    const event = transport === "/ws" ? "notification" : "notification:new";
    const told = await live.until<NotificationNew>(event, ({ title }) => title === "Cake");
    const unread = async () => (await ann.get<{ unread: number }>("/api/v1/users/me/notifications/unread")).body.unread;
    expect(told.unread).toBe(await unread());
    expect((await boss.post(`/api/v1/admin/announcements/${made.body.id}/recall`, {})).status).toBe(200);
    const taken = await live.until<NotificationChanged>(
      "notification:changed",
      ({ deletedIds }) => deletedIds?.includes(told.id) ?? false,
    );
    expect(taken.unread).toBe(told.unread - 1);
    expect(await unread()).toBe(taken.unread);
    // Whoever missed that asks by the counter they knew.
    type Since = { notifications: NotificationsSince };
    const asked = { after: told.seq, rev: told.rev, take: 20 };
    const { notifications } = dataOf(await live.send<Since>("sync", { notifications: asked }));
    expect(notifications).toMatchObject({ items: [], unread: taken.unread, first: { items: expect.any(Array) } });
    expect(notifications.first?.items.map(({ id }) => id)).not.toContain(told.id);
    live.close();
  });

  test("ends mails by the one POST of a mail program, which has no session and sends a form", async () => {
    const path = `/unsubscribe/${unsubscribeToken(ann.id)}`;
    const program = newClient(server().url);
    const mentions = async () => {
      const { body } = await ann.get<{ choices: { mention: { email: boolean } } }>(
        "/api/v1/users/me/notification-preferences",
      );
      return body.choices.mention.email;
    };
    expect((await program.get(path)).status).toBe(200);
    expect(await mentions()).toBe(true);
    const form = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
    expect((await program.send("POST", path, { body: form })).status).toBe(204);
    expect(await mentions()).toBe(false);
    expect((await program.send("POST", `${path}x`, { body: form })).status).toBe(404);
    expect(server().output()).not.toContain(unsubscribeToken(ann.id).slice(0, 12));
    const again = { choices: { mention: { email: true } } };
    await ann.send("PUT", "/api/v1/users/me/notification-preferences", { json: again });
  });

  test("serves the worker of push messages to the whole site", async () => {
    const { status, headers } = await newClient(server().url).get("/push.js");
    expect([status, headers.get("content-type")]).toEqual([200, expect.stringContaining("javascript")]);
    const page = await ann.get("/settings/notifications");
    expect(page.headers.get("content-security-policy")).toContain("worker-src 'self'");
  });
});
