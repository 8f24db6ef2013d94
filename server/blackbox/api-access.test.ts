import { beforeAll, describe, expect, test } from "vitest";
import { db, pool } from "@/lib/kit/db";
import {
  type Answer,
  newClient,
  newCredentials,
  newDevice,
  newMember,
  signIn,
  signOut,
  type TestMember,
} from "@/server/testing/client";
import { codeOf, fieldsOf } from "@/server/testing/problems";
import { sharedServer } from "@/server/testing/shared-server";
import { MOUNTS } from "@/server/testing/test-server";

describe.each(MOUNTS)("whom the API lets in, API_MOUNT=%s", (mount) => {
  const server = sharedServer(mount);
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

  describe("who may", () => {
    test("makes an account, once", async () => {
      const credentials = newCredentials("carla");
      const made = await anonymousAt().post("/api/v1/auth/register", credentials);
      expect(made.status).toBe(201);
      expect(made.body).toEqual({
        id: expect.any(String),
        username: credentials.username,
        displayName: credentials.username,
        email: credentials.email,
        emailConfirmed: false,
        role: "user",
        createdAt: expect.any(String),
        lastSeenAt: null,
        connections: 0,
        version: 1,
      });
      const other = newCredentials();
      const upper = { ...other, username: credentials.username.toUpperCase() };
      const again = await anonymousAt().post("/api/v1/auth/register", upper);
      expect(codeOf(again)).toBe("409 conflict");
      expect(fieldsOf(again)).toEqual(["username"]);
      const sameMail = await anonymousAt().post("/api/v1/auth/register", {
        ...other,
        email: credentials.email.toUpperCase(),
      });
      expect(sameMail.status).toBe(201);
    });

    test.each(["short", "password123", "iloveyou"])("refuses the password %s", async (password) => {
      const answer = await anonymousAt().post("/api/v1/auth/register", { ...newCredentials(), password });
      expect(codeOf(answer)).toBe("400 invalid_input");
      expect(new Set(fieldsOf(answer))).toEqual(new Set(["password"]));
    });

    test.each([
      ["GET", "/api/v1/users/me"],
      ["GET", "/api/v1/users/me/sessions"],
      ["GET", "/api/v1/users/me/notifications"],
      ["GET", "/api/v1/rate-limits/me"],
      ["GET", "/api/v1/online"],
      ["GET", "/api/v1/rooms"],
      ["POST", "/api/v1/rooms"],
      ["GET", "/api/v1/admin/stats"],
    ])("asks who is not signed in to sign in: %s %s", async (method, path) => {
      const json = method === "POST" ? { name: "A room" } : undefined;
      expect(codeOf(await anonymousAt().send(method, path, { json }))).toBe("401 unauthenticated");
    });

    test.each(["garbage", "eyJhbGciOiJkaXIifQ..a.b.c", "x".repeat(5_000), ""])(
      "takes the cookie %.20s for nobody's",
      async (value) => {
        const answer = await anonymousAt().get("/api/v1/users/me", { cookie: `throng.session=${value}` });
        expect(codeOf(answer)).toBe("401 unauthenticated");
      },
    );

    test("answers 404 for everything of another member", async () => {
      for (const path of ["", "/sessions", "/notifications", "/notifications/unread"]) {
        expect(codeOf(await ann.get(`/api/v1/users/${ben.id}${path}`)), path).toBe("404 not_found");
      }
      expect(codeOf(await ann.get(`/api/v1/rate-limits/${ben.id}`))).toBe("404 not_found");
      expect(codeOf(await ann.delete(`/api/v1/users/${ben.id}/sessions/${ben.sessionId}`))).toBe("404 not_found");
      expect(codeOf(await ann.delete(`/api/v1/users/me/sessions/${ben.sessionId}`))).toBe("404 not_found");
      expect((await ben.get("/api/v1/users/me")).status).toBe(200);
    });

    test("shows admins what members may not see", async () => {
      expect(codeOf(await ann.get("/api/v1/admin/stats"))).toBe("403 forbidden");
      const stats = await admin.get("/api/v1/admin/stats");
      expect(stats.status).toBe(200);
      expect(stats.body).toMatchObject({ users: { total: expect.any(Number) }, sessions: expect.any(Number) });
      expect((await admin.get(`/api/v1/users/${ann.id}`)).body).toMatchObject({ id: ann.id, email: ann.email });
      expect((await admin.get(`/api/v1/users/${ann.id}/sessions`)).status).toBe(200);
    });

    test("shows nothing of a private room to who is not in it", async () => {
      const room = await ann.post<{ id: string }>("/api/v1/rooms", { name: "Behind the door", kind: "private" });
      expect(room.status).toBe(201);
      const path = `/api/v1/rooms/${room.body.id}`;
      await ann.post(`${path}/messages`, { clientId: "one", body: "only for us" });
      for (const below of ["", "/members", "/messages"]) {
        expect(codeOf(await ben.get(path + below)), below).toBe("404 not_found");
      }
      expect(codeOf(await ben.post(`${path}/messages`, { clientId: "two", body: "me too" }))).toBe("404 not_found");
      expect(codeOf(await ben.post(`${path}/members`, {}))).toBe("404 not_found");
      const found = await ben.get<{ items: unknown[] }>("/api/v1/rooms?scope=discover&q=Behind+the+door");
      expect(found.body.items).toEqual([]);
    });
  });

  describe("sessions", () => {
    test("answers a wrong password, an unknown name and a deactivated account the same, byte for byte", async () => {
      const away = newCredentials("away");
      await anonymousAt().post("/api/v1/auth/register", away);
      await pool().query("UPDATE users SET deactivated_at = now() WHERE username = $1", [away.username]);
      const attempts = [
        { username: ann.username, password: "not the password" },
        { username: ann.email, password: "not the password" },
        { username: "nobody-at-all", password: "not the password" },
        { username: away.username, password: away.password },
      ];
      const answers = [];
      for (const attempt of attempts) answers.push(comparable(await signIn(anonymousAt(), attempt)));
      expect(answers[0]?.location).toContain("code=invalid_credentials");
      expect(answers[0]?.cookies).not.toContain("throng.session");
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    });

    test("sets a cookie that scripts and other sites cannot use", async () => {
      const { headers } = await signIn(anonymousAt(), ann);
      const cookie = headers.getSetCookie().find((line) => line.startsWith("throng.session="));
      expect(cookie).toMatch(/; Path=\//i);
      expect(cookie).toMatch(/; HttpOnly/i);
      expect(cookie).toMatch(/; SameSite=Lax/i);
      expect(cookie).not.toMatch(/; Secure/i);
    });

    test("refuses a sign-in without next-auth's own token against forged forms", async () => {
      const body = new URLSearchParams({ csrfToken: "forged", username: ann.username, password: ann.password });
      const answer = await anonymousAt().send("POST", "/api/auth/callback/credentials", { body });
      expect(answer.headers.getSetCookie().join()).not.toContain("throng.session=");
    });

    test("refuses an ended session on the next request", async () => {
      const phone = await newDevice(server().url, ann);
      expect((await phone.get("/api/v1/users/me")).status).toBe(200);
      const ended = await ann.delete(`/api/v1/users/me/sessions/${phone.sessionId}`);
      expect(ended.status).toBe(204);
      expect(ended.text).toBe("");
      expect(codeOf(await phone.get("/api/v1/users/me"))).toBe("401 unauthenticated");
      expect(codeOf(await ann.delete(`/api/v1/users/me/sessions/${phone.sessionId}`))).toBe("404 not_found");
      expect((await ann.get("/api/v1/users/me")).status).toBe(200);
    });

    test("ends the session that signs out", async () => {
      const phone = await newDevice(server().url, ann);
      const cookie = phone.cookie();
      await signOut(phone);
      expect(phone.jar.has("throng.session")).toBe(false);
      expect(codeOf(await anonymousAt().get("/api/v1/users/me", { cookie }))).toBe("401 unauthenticated");
    });

    test("lists sessions page by page, the asking one marked", async () => {
      const dora = await newMember(server().url, "dora");
      await newDevice(server().url, dora);
      await newDevice(server().url, dora);
      type Page = { items: { id: string; current: boolean }[]; nextCursor: string | null };
      const all = async () => {
        const first = await dora.get<Page>("/api/v1/users/me/sessions?limit=2");
        expect(first.body.items).toHaveLength(2);
        const second = await dora.get<Page>(`/api/v1/users/me/sessions?limit=2&cursor=${first.body.nextCursor}`);
        expect(second.body.nextCursor).toBeNull();
        return [...first.body.items, ...second.body.items];
      };
      // Being seen moves a session to the front, which may happen between two pages, once.
      await expect.poll(async () => new Set((await all()).map(({ id }) => id)).size).toBe(3);
      expect((await all()).filter(({ current }) => current).map(({ id }) => id)).toEqual([dora.sessionId]);
    });
  });
});

/** What of an answer could tell two sign-ins apart: everything but what differs from any request to the next. */
function comparable({ status, headers, text }: Answer) {
  const kept = [...headers].filter(([name]) => !["date", "x-request-id", "set-cookie"].includes(name));
  const cookies = headers.getSetCookie().map((line) => line.replace(/=[^;]*/, "=…"));
  const fields = kept.map(([name, value]) => [name, name === "ratelimit" ? value.replaceAll(/t=\d+/g, "t=…") : value]);
  return { status, location: headers.get("location"), headers: fields, cookies: cookies.join("\n"), text };
}
