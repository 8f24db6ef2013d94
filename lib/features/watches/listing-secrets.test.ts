import { afterEach, expect, test } from "vitest";
import { env, overrideEnv } from "@/lib/kit/env";
import { newId } from "@/lib/shared/ids";
import { feedSecret, readFeedSecret } from "./listing-secrets";

const usual = env().SECRET_KEY;
afterEach(() => void overrideEnv({ SECRET_KEY: usual }));

test("a feed is known by its secret, in each form", () => {
  const feedId = newId();
  const secret = feedSecret(feedId);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(feedSecret(feedId)).toBe(secret);
  expect(readFeedSecret(secret)).toEqual({ feedId, form: "rss" });
  for (const form of ["rss", "atom", "json"]) expect(readFeedSecret(`${secret}.${form}`)).toEqual({ feedId, form });
});

test("a secret with any digit changed is wrong", () => {
  const secret = feedSecret(newId());
  for (let at = 0; at < secret.length; at++) {
    for (const digit of ["A", "B", "_"]) {
      if (secret[at] === digit) continue;
      expect(readFeedSecret(secret.slice(0, at) + digit + secret.slice(at + 1))).toBeUndefined();
    }
  }
});

test("what is no secret is wrong", () => {
  const secret = feedSecret(newId());
  const wrong = [
    "",
    "none",
    newId(),
    `${secret}A`,
    secret.slice(1),
    `${secret}.xml`,
    `${secret}.rss.rss`,
    `${secret}=`,
    `${secret}.`,
  ];
  for (const text of [...wrong, "é".repeat(43), "A".repeat(43)]) expect(readFeedSecret(text)).toBeUndefined();
});

test("another SECRET_KEY ends every secret", () => {
  const secret = feedSecret(newId());
  overrideEnv({ SECRET_KEY: "another key of at least 32 characters" });
  expect(readFeedSecret(secret)).toBeUndefined();
});
