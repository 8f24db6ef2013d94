import { request } from "node:http";
import { beforeAll, describe, expect, test } from "vitest";
import { db, pool } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { newClient, newDevice, newMember, signIn, type TestMember } from "@/server/testing/client";
import { codeOf } from "@/server/testing/problems";
import { MOUNTS, testServer } from "@/server/testing/test-server";

const database = testDatabase();

describe.each(MOUNTS)("the doors of the API, API_MOUNT=%s", (mount) => {
  const server = testServer(() => ({ DATABASE_URL: database.url, API_MOUNT: mount }));
  let ann: TestMember;
  let ben: TestMember;
  let admin: TestMember;

  beforeAll(async () => {
    const { url } = server();
    [ann, ben, admin] = await Promise.all([newMember(url, "ann"), newMember(url, "ben"), newMember(url, "admin")]);
    await db().user.update({ where: { id: admin.id }, data: { role: "admin" } });
    // The role is part of the cached session: a new one is read anew.
    admin = await newDevice(url, admin);
  });

  const anonymousAt = () => newClient(server().url);

  describe("paths and methods", () => {
    test("answers health and readiness to anyone, uncounted", async () => {
      const health = await anonymousAt().get("/api/v1/health");
      expect(health.status).toBe(200);
      expect(health.body).toEqual({ status: "ok" });
      expect(health.headers.get("content-type")).toBe("application/json; charset=utf-8");
      expect(health.headers.get("cache-control")).toBe("no-store");
      expect(health.headers.get("ratelimit")).toBeNull();
      const ready = await anonymousAt().get("/api/v1/ready");
      expect(ready.body).toEqual({ status: "ready", checks: { database: "ok" } });
    });

    test("answers HEAD like GET, without the body", async () => {
      const get = await ann.get("/api/v1/users/me");
      const head = await ann.send("HEAD", "/api/v1/users/me");
      expect(head.status).toBe(200);
      expect(head.text).toBe("");
      expect(head.headers.get("content-type")).toBe(get.headers.get("content-type"));
      expect((await anonymousAt().send("HEAD", "/api/v1/users/me")).status).toBe(401);
    });

    test.each(["/api/v1/nothing", "/api/v1/rooms/a/b/c/d"])("answers 404 at %s", async (path) => {
      expect(codeOf(await ann.get(path))).toBe("404 not_found");
    });

    test.each([
      ["DELETE", "/api/v1/health", "GET, HEAD, OPTIONS"],
      ["GET", "/api/v1/auth/register", "POST, OPTIONS"],
      ["PUT", "/api/v1/users/me", "GET, HEAD, PATCH, OPTIONS"],
    ])("answers 405 to %s %s and names what it offers", async (method, path, allow) => {
      const answer = await ann.send(method, path);
      expect(answer.status).toBe(405);
      // Next answers this by itself, before any file is asked.
      if (mount === "next") return;
      expect(codeOf(answer)).toBe("405 method_not_allowed");
      expect(sorted(answer.headers.get("allow"))).toEqual(sorted(allow));
    });

    test("answers OPTIONS with what it offers and nothing that would let another site in", async () => {
      const answer = await ann.send("OPTIONS", "/api/v1/health", {
        headers: { origin: "https://elsewhere.example", "access-control-request-method": "GET" },
      });
      expect(answer.status).toBe(204);
      expect(sorted(answer.headers.get("allow"))).toEqual(sorted("GET, HEAD, OPTIONS"));
      expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    });

    test("gives every answer a request id of its own and believes none that a client names", async () => {
      const ids = await Promise.all(
        [1, 2].map(async () =>
          (await ann.get("/api/v1/users/me", { "x-request-id": "mine" })).headers.get("x-request-id"),
        ),
      );
      expect(new Set([...ids, "mine"]).size).toBe(3);
    });

    test("takes the IP from the connection and trusted proxies, never from its own headers", async () => {
      const device = newClient(server().url, "203.0.113.77");
      const send: typeof device.send = (method, path, sending) =>
        device.send(method, path, { ...sending, headers: { ...sending?.headers, "x-throng-ip": "198.51.100.1" } });
      await signIn({ ...device, send }, ann);
      const { body } = await ann.get<{ items: { ip: string }[] }>("/api/v1/users/me/sessions");
      const ips = body.items.map(({ ip }) => ip);
      expect(ips).toContain("203.0.113.77");
      expect(ips).not.toContain("198.51.100.1");
    });
  });

  describe("requests from other sites", () => {
    test.each(["https://elsewhere.example", "null", "not a URL", "http://127.0.0.1:1"])(
      "refuses a change caused by a page of %s",
      async (origin) => {
        const answer = await ann.send("POST", "/api/v1/rooms", { json: { name: "Theirs" }, headers: { origin } });
        expect(codeOf(answer)).toBe("403 bad_origin");
      },
    );

    test("takes a change from its own pages, and from programs, which send no Origin", async () => {
      const own = await ann.post("/api/v1/rooms", { name: "Ours" });
      expect(own.status).toBe(201);
      expect(await withoutOrigin(server().port, "/api/v1/rooms", ann.cookie(), { name: "A program's" })).toBe(201);
    });
  });

  describe("when the server itself fails", () => {
    test("says nothing of the inside and records the rest under the request's id", async () => {
      await pool().query("ALTER TABLE notifications RENAME TO notifications_away");
      const answer = await ann.get("/api/v1/users/me/notifications");
      await pool().query("ALTER TABLE notifications_away RENAME TO notifications");
      expect(codeOf(answer)).toBe("500 internal");
      expect(answer.text).not.toMatch(/notifications|relation|prisma|select|\bat \/|\.js|stack/i);
      await expect.poll(() => server().output()).toContain(String(answer.headers.get("x-request-id")));
      expect(server().output()).toMatch(/"level":50[^\n]*unexpected error/);
      expect((await ann.get("/api/v1/users/me/notifications")).status).toBe(200);
    });

    test("keeps passwords and cookies out of its log", async () => {
      expect(server().output()).toContain('"msg":"login"');
      expect(server().output()).not.toContain(ann.password);
      expect(server().output()).not.toContain(ann.jar.get("throng.session"));
    });
  });

  describe("the short paths of the original guide", () => {
    test("answers notifications, rate limits and statistics under them, the same", async () => {
      const pairs = [
        [`/user/${ann.id}/notifications?limit=5`, `/api/v1/users/${ann.id}/notifications?limit=5`],
        ["/user/me/notifications", "/api/v1/users/me/notifications"],
      ] as const;
      for (const [short, long] of pairs) expect((await ann.get(short)).text).toBe((await ann.get(long)).text);
      const limits = await ann.get("/rate-limit/me/status");
      expect(limits.status).toBe(200);
      expect(limits.body).toMatchObject({ userId: ann.id });
      expect(codeOf(await ann.get(`/rate-limit/${ben.id}/status`))).toBe("404 not_found");
      expect(codeOf(await ann.post(`/user/me/notifications/${newId()}/read`))).toBe("404 not_found");
    });

    test("answers /admin/stats as data to who asks for JSON, with the same rule", async () => {
      const headers = { accept: "application/json" };
      expect((await admin.get("/admin/stats", headers)).body).toMatchObject({ users: expect.any(Object) });
      expect(codeOf(await ann.get("/admin/stats", headers))).toBe("403 forbidden");
      expect(codeOf(await anonymousAt().get("/admin/stats", headers))).toBe("401 unauthenticated");
    });
  });
});

const sorted = (list: string | null | undefined): string[] => (list ?? "").split(/\s*,\s*/).sort();

function withoutOrigin(port: number, path: string, cookie: string, json: unknown): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const headers = { "content-type": "application/json", cookie };
    const sent = request({ port, path, method: "POST", headers }, (answer) => done(answer.resume().statusCode));
    sent.once("error", fail).end(JSON.stringify(json));
  });
}
