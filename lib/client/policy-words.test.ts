import { describe, expect, it } from "vitest";
import { policyWords, quotaWords } from "./policy-words";

describe("words for rate limits", () => {
  it.each(["login", "auth", "register", "api", "general", "settings"])("name %s", (policy) => {
    expect(policyWords(policy).name).not.toBe(policy);
    expect(policyWords(policy).counts).not.toBe("");
  });

  it.each([
    [{ limit: 60, windowSeconds: 60 }, "60 per minute"],
    [{ limit: 5, windowSeconds: 300 }, "5 per 5 minutes"],
    [{ limit: 1_000, windowSeconds: 3_600 }, "1,000 per hour"],
    [{ limit: 2, windowSeconds: 90 }, "2 per 90 seconds"],
    [{ limit: 9, windowSeconds: 604_800 }, "9 per 7 days"],
  ])("say %o as %s", (quota, text) => expect(quotaWords(quota)).toBe(text));
});
