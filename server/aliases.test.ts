import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { resolveAlias } from "./aliases";

const resolved = (url: string, accept?: string) => resolveAlias({ url, headers: { accept } } as IncomingMessage);

test.each([
  ["/user/me/stats", "/api/v1/users/me/stats"],
  ["/user/7/notifications", "/api/v1/users/7/notifications"],
  ["/user/7/notifications?limit=5&cursor=a/b", "/api/v1/users/7/notifications?limit=5&cursor=a/b"],
  ["/user/7/notifications/8/read", "/api/v1/users/7/notifications/8/read"],
  ["/rate-limit/me/status", "/api/v1/rate-limits/me"],
])("takes %s for %s", (url, meant) => {
  expect(resolved(url)).toBe(meant);
});

test.each([
  "/",
  "/user/me",
  "/user/me/stats/",
  "/user//stats",
  "/user/a/b/stats",
  "/rate-limit/me",
  "/rooms/user/me/stats",
  "/api/v1/user/me/stats",
  "/_next/user/me/stats",
])("leaves %s as it is", (url) => {
  expect(resolved(url)).toBe(url);
});

test("takes /admin/stats for data only where data is asked for", () => {
  expect(resolved("/admin/stats?a=1", "application/json")).toBe("/api/v1/admin/stats?a=1");
  expect(resolved("/admin/stats", "text/html,application/xhtml+xml")).toBe("/admin/stats");
  expect(resolved("/admin/stats")).toBe("/admin/stats");
});
