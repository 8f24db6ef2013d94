import { describe, expect, test } from "vitest";
import { testDatabase } from "@/lib/kit/testing/database";
import { type Answer, newClient, newCredentials, newMember, signIn } from "@/server/testing/client";
import { codeOf } from "@/server/testing/problems";
import { MOUNTS, testServer } from "@/server/testing/test-server";

const database = testDatabase();

/** What the RateLimit field says of `rate limit`: how many are left. */
const leftOf = ({ headers }: Answer, rateLimit: string): number =>
  Number(new RegExp(`"${rateLimit}";r=(\\d+);t=\\d+`).exec(headers.get("ratelimit") ?? "")?.[1]);

/** A limit of a test is its own, so every one counts from an IP or member of its own. */
describe.each(MOUNTS)("rate limits, API_MOUNT=%s", (mount) => {
  const limits = "general=5/1h,api=8/1h,register=3/1h,auth=6/5m,login=3/5m,chat=4/1h";
  const server = testServer(() => ({ DATABASE_URL: database.url, API_MOUNT: mount, RATE_LIMITS: limits }));

  test("say on every limited answer what is left, and on a refusal when to come back", async () => {
    const client = newClient(server().url);
    for (let left = 4; left >= 0; left--) {
      const answer = await client.get("/api/v1/users/me");
      expect(answer.status).toBe(401);
      expect(answer.headers.get("ratelimit-policy")).toBe('"general";q=5;w=3600');
      expect(leftOf(answer, "general")).toBe(left);
      expect(answer.headers.get("retry-after")).toBeNull();
    }
    const refused = await client.get("/api/v1/users/me");
    expect(codeOf(refused)).toBe("429 rate_limited");
    const seconds = Number(refused.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(3_500);
    expect(seconds).toBeLessThanOrEqual(3_600);
    expect(refused.body).toMatchObject({ rateLimit: "general", retryAfter: seconds, resetAt: expect.any(String) });
  });

  test("leave health and readiness uncounted, and other IPs alone", async () => {
    const client = newClient(server().url);
    for (let count = 0; count < 7; count++) {
      for (const path of ["health", "ready"]) expect((await client.get(`/api/v1/${path}`)).status).toBe(200);
    }
    expect(leftOf(await client.get("/api/v1/users/me"), "general")).toBe(4);
    expect(leftOf(await newClient(server().url).get("/api/v1/users/me"), "general")).toBe(4);
  });

  test("count a member over all devices and IPs, and nobody else", async () => {
    const [ann, ben] = [await newMember(server().url, "ann"), await newMember(server().url, "ben")];
    const elsewhere = newClient(server().url, "203.0.113.200", ann.jar);
    const spent = leftOf(await ann.get("/api/v1/users/me"), "api");
    expect(leftOf(await elsewhere.get("/api/v1/users/me"), "api")).toBe(spent - 1);
    for (let left = spent - 1; left > 0; left--) await ann.get("/api/v1/users/me");
    expect(codeOf(await elsewhere.get("/api/v1/users/me"))).toBe("429 rate_limited");
    expect((await ben.get("/api/v1/users/me")).status).toBe(200);
  });

  test("show a member what is left without hiding the rest", async () => {
    const ann = await newMember(server().url, "ann");
    const { body } = await ann.get<{ rateLimits: { rateLimit: string; limit: number; remaining: number }[] }>(
      "/rate-limit/me/status",
    );
    const chat = body.rateLimits.find(({ rateLimit }) => rateLimit === "chat");
    expect(chat).toMatchObject({ limit: 4, remaining: 4 });
  });

  test("refuse the fourth registration of an IP, also when the data is wrong", async () => {
    const client = newClient(server().url);
    const register = (username: string) => client.post("/api/v1/auth/register", { ...newCredentials(), username });
    expect(await register("x").then(codeOf)).toBe("400 invalid_input");
    for (const name of ["second", "third"]) await register(name);
    const refused = await register("fourth");
    expect(codeOf(refused)).toBe("429 rate_limited");
    expect(refused.body).toMatchObject({ rateLimit: "register" });
  });

  test("refuse further sign-ins to an account after failed ones, with the right password too", async () => {
    const ann = await newMember(server().url, "ann");
    const client = newClient(server().url);
    for (let count = 0; count < 3; count++) await signIn(client, { username: ann.username, password: "wrong" });
    const refused = await signIn(client, ann);
    expect(codeOf(refused)).toBe("429 rate_limited");
    expect(refused.body).toMatchObject({ rateLimit: "login", retryAfter: Number(refused.headers.get("retry-after")) });
    expect(leftOf(refused, "login")).toBe(0);
    expect(client.jar.has("throng.session")).toBe(false);
    // Another IP is not held responsible.
    await signIn(newClient(server().url), ann);
    const other = newClient(server().url);
    expect((await signIn(other, ann)).headers.get("location")).not.toContain("error");
  });

  test("count a message once, whichever door it comes through", async () => {
    const ann = await newMember(server().url, "ann");
    const room = await ann.post<{ id: string }>("/api/v1/rooms", { name: "Counting" });
    const answers = [];
    for (let n = 0; n < 5; n++) {
      answers.push(await ann.post(`/api/v1/rooms/${room.body.id}/messages`, { clientId: `c${n}`, body: "hello" }));
    }
    expect(answers.slice(0, 4).map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(leftOf(answers[0] as Answer, "chat")).toBe(3);
    expect(answers[4]?.body).toMatchObject({ code: "rate_limited", rateLimit: "chat" });
  });
});
