import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { env, overrideEnv } from "@/lib/kit/env";
import { findSecret, loadSecret, loadSecretToWrite } from "./secret";

const folder = mkdtempSync(join(tmpdir(), "throng-secret-"));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => void overrideEnv({ SECRET_KEY: undefined, DATA_DIR: join(folder, "data") }));

const kept = () => readFileSync(join(folder, "data", "secret-key"), "utf8");

test("makes a secret once, for its owner's eyes, and finds it again", () => {
  loadSecret();
  const made = env().SECRET_KEY;
  expect(made).toMatch(/^[\w-]{64}$/);
  expect(kept()).toBe(made);
  expect(statSync(join(folder, "data", "secret-key")).mode & 0o777).toBe(0o600);
  overrideEnv({ SECRET_KEY: undefined });
  loadSecret();
  expect(env().SECRET_KEY).toBe(made);
  expect(readdirSync(join(folder, "data"))).toEqual(["secret-key"]);
});

test("takes the secret it is given, and writes none", () => {
  const given = "a secret that was given in the environment";
  overrideEnv({ SECRET_KEY: given, DATA_DIR: join(folder, "other") });
  loadSecret();
  expect(env().SECRET_KEY).toBe(given);
  expect(readdirSync(folder)).not.toContain("other");
});

test("makes no secret for who only looks, and none for a database that lies elsewhere", () => {
  overrideEnv({ DATA_DIR: join(folder, "third"), DATABASE_URL: "postgres://elsewhere.example.org/throng" });
  findSecret();
  expect(env().SECRET_KEY).toBeUndefined();
  expect(loadSecretToWrite).toThrow("Give SECRET_KEY");
  expect(readdirSync(folder)).not.toContain("third");
  overrideEnv({ DATABASE_URL: undefined });
  loadSecretToWrite();
  expect(env().SECRET_KEY).toMatch(/^[\w-]{64}$/);
});
