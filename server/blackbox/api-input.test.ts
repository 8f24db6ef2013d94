import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/shared/ids";
import { newClient, newCredentials, newMember, signIn, type TestMember } from "@/server/testing/client";
import { codeOf, fieldsOf } from "@/server/testing/problems";
import { sendEndless } from "@/server/testing/send-endless";
import { sharedServer } from "@/server/testing/shared-server";
import { MOUNTS } from "@/server/testing/test-server";

describe.each(MOUNTS)("what the API takes, API_MOUNT=%s", (mount) => {
  const server = sharedServer(mount);
  let ann: TestMember;

  beforeAll(async () => {
    ann = await newMember(server().url, "ann");
  });

  const anonymousAt = () => newClient(server().url);

  describe("input", () => {
    const REGISTER = "/api/v1/auth/register";

    test("names every missing and every unknown field of a body", async () => {
      const answer = await anonymousAt().post(REGISTER, { username: "someone", role: "admin", __proto: 1 });
      expect(codeOf(answer)).toBe("400 invalid_input");
      expect(fieldsOf(answer).sort()).toEqual(["__proto", "email", "password", "role"]);
    });

    test("refuses a key that would reach the prototype", async () => {
      const body = '{"username":"someone","email":"a@example.org","password":"x","__proto__":{"role":"admin"}}';
      const answer = await anonymousAt().send("POST", REGISTER, {
        body,
        headers: { "content-type": "application/json" },
      });
      expect(codeOf(answer)).toBe("400 invalid_input");
      expect(fieldsOf(answer)).toContain("__proto__");
    });

    test.each([
      ["not JSON", "{oops", "400 bad_request"],
      ["an array", "[]", "400 bad_request"],
      ["a number", "7", "400 bad_request"],
      ["null", "null", "400 bad_request"],
      ["nothing", "", "400 invalid_input"],
      ["64 KiB and more", JSON.stringify({ username: "x".repeat(65 * 1024) }), "413 payload_too_large"],
    ])("refuses a body that is %s", async (_what, body, code) => {
      const answer = await anonymousAt().send("POST", REGISTER, {
        body,
        headers: { "content-type": "application/json" },
      });
      expect(codeOf(answer)).toBe(code);
    });

    test("refuses a body of unknown length as soon as it is too large", async () => {
      expect(await sendEndless(server().port, REGISTER)).toBe(413);
    });

    test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])(
      "refuses a body of type %j",
      async (type) => {
        const headers: Record<string, string> = type ? { "content-type": type } : {};
        const body = new Blob([JSON.stringify(newCredentials())]) as unknown as string;
        expect(codeOf(await anonymousAt().send("POST", REGISTER, { body, headers }))).toBe(
          "415 unsupported_media_type",
        );
      },
    );

    test("takes JSON with parameters in its type", async () => {
      const answer = await anonymousAt().send("POST", REGISTER, {
        body: JSON.stringify(newCredentials("typed")),
        headers: { "content-type": "Application/JSON; charset=utf-8" },
      });
      expect(answer.status).toBe(201);
    });

    test.each([
      ["an unknown field", "?colour=red", "400 invalid_input", ["colour"]],
      ["limit=0", "?limit=0", "400 invalid_input", ["limit"]],
      ["limit=101", "?limit=101", "400 invalid_input", ["limit"]],
      ["limit=1.5", "?limit=1.5", "400 invalid_input", ["limit"]],
      ["an empty limit", "?limit=", "400 invalid_input", ["limit"]],
      ["a foreign cursor", "?cursor=abc", "400 invalid_input", ["cursor"]],
      ["a cursor of another list", `?cursor=${btoa("[1]")}`, "400 invalid_input", ["cursor"]],
      ["a field given twice", "?limit=1&limit=2", "400 bad_request", []],
      ["a field of the path", "?userId=me", "400 bad_request", []],
      ["a name that every object has", "?constructor=1", "400 invalid_input", ["constructor"]],
      ["too much", `?cursor=${"x".repeat(2_001)}`, "400 bad_request", []],
    ])("refuses a query with %s", async (_what, query, code, fields) => {
      const answer = await ann.get(`/api/v1/users/me/sessions${query}`);
      expect(codeOf(answer)).toBe(code);
      expect(fieldsOf(answer)).toEqual(fields);
    });

    test("refuses a body that names another resource than the path does", async () => {
      const answer = await ann.post(`/api/v1/rooms/${newId()}/messages`, { roomId: newId(), clientId: "a", body: "b" });
      expect(codeOf(answer)).toBe("400 bad_request");
    });

    test.each(["xyz", "00000000-0000-0000-0000-00000000000g", "%00", "%E0%A4%A", "..%2f..%2fetc"])(
      "refuses %s in place of an id",
      async (id) => {
        const answer = await ann.get(`/api/v1/users/${id}`);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
      },
    );

    test("refuses characters that the database cannot hold", async () => {
      const zero = "a\u0000b";
      const registration = await anonymousAt().post(REGISTER, { ...newCredentials(), username: zero });
      expect(codeOf(registration)).toBe("400 invalid_input");
      expect(codeOf(await anonymousAt().post(REGISTER, { ...newCredentials(), email: `${zero}@example.org` }))).toBe(
        "400 invalid_input",
      );
      const attempt = await signIn(anonymousAt(), { username: zero, password: "whatever" });
      expect(attempt.headers.get("location")).toContain("code=invalid_input");
      expect((await ann.post("/api/v1/rooms", { name: zero })).status).toBe(400);
      for (const path of ["rooms?scope=discover&q=%00", `online?cursor=${btoa('["\\u0000"]')}`]) {
        expect((await ann.get(`/api/v1/${path}`)).status, path).toBeLessThan(500);
      }
    });
  });
});
