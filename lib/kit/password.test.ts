import { pbkdf2, pbkdf2Sync } from "node:crypto";
import { beforeEach, expect, test, vi } from "vitest";
import { verifyPassword } from "./password";

vi.mock("node:crypto", async (original) => {
  const crypto = await original<typeof import("node:crypto")>();
  return { ...crypto, pbkdf2: vi.fn(crypto.pbkdf2) };
});
beforeEach(() => void vi.mocked(pbkdf2).mockClear());

const SALT = Buffer.from("salt");
const hashOf = (password: string, rounds: number) =>
  ["pbkdf2-sha256", rounds, SALT, pbkdf2Sync(password, SALT, rounds, 32, "sha256")]
    .map((part) => (Buffer.isBuffer(part) ? part.toString("base64url") : part))
    .join("$");
const roundsDone = () => vi.mocked(pbkdf2).mock.calls.reduce((sum, [, , rounds]) => sum + rounds, 0);

test.each([
  ["no hash", undefined, false, false],
  ["a hash of today's rounds", hashOf("right", 1_000), true, false],
  ["a hash of fewer rounds", hashOf("right", 300), true, true],
])("does the same work for %s", async (_what, stored, ok, stale) => {
  expect(await verifyPassword("right", stored)).toEqual({ ok, stale });
  expect(roundsDone()).toBe(1_000);
  expect((await verifyPassword("wrong", stored)).ok).toBe(false);
  expect(roundsDone()).toBe(2_000);
});
