import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Door, FeatureDoors, Rule } from "@/lib/core/testing/doors";

/**
 * Every door of Throng and who may pass it: those of core here, those of a feature in its `testing/doors.ts`. The
 * authorization test walks through all of them as everyone, and fails when a door stands in the code that is not listed,
 * or the other way round.
 */
const FEATURES = resolve(import.meta.dirname, "..", "..", "lib", "features");

const files = readdirSync(FEATURES)
  .map((name) => join(FEATURES, name, "testing", "doors.ts"))
  .filter((file) => existsSync(file));

/** What the features list. */
export const FEATURE_DOORS: FeatureDoors[] = await Promise.all(
  files.map(async (file) => ((await import(pathToFileURL(file).href)) as { doors: FeatureDoors }).doors),
);

function merged<T>(read: (doors: FeatureDoors) => Record<string, T> | undefined): Record<string, T> {
  return Object.assign({}, ...FEATURE_DOORS.map((doors) => read(doors) ?? {})) as Record<string, T>;
}

const password = "a long walk by the sea 42";
const token = "a-token-that-never-was-one";

export const API_DOORS: Record<string, Door> = {
  ...merged(({ api }) => api),
  "GET /health": { rule: "anyone" },
  "GET /ready": { rule: "anyone" },
  "POST /auth/register": { rule: "anyone", body: { username: "x", email: "x", password: "x" } },
  "POST /auth/password-reset": { rule: "anyone", body: { email: "nobody@example.org" } },
  "POST /auth/password-reset/confirm": { rule: "anyone", body: { token, newPassword: password } },
  "POST /unsubscribe/[token]": { rule: "anyone" },
  "POST /auth/email-change/confirm": { rule: "anyone", body: { token } },

  "GET /online": { rule: "member" },
  "GET /cards/places": { rule: "member" },
  "POST /cards/shares": {
    rule: "member",
    body: { kind: "thing", id: "{userId}", to: { kind: "place", id: "{userId}" } },
  },

  "GET /users/[userId]": { rule: "own or admin" },
  "PATCH /users/[userId]": { rule: "own or admin", body: { displayName: "Renamed" } },
  "GET /users/[userId]/sessions": { rule: "own or admin" },
  "DELETE /users/[userId]/sessions": { rule: "own or admin", final: true },
  "DELETE /users/[userId]/sessions/[sessionId]": { rule: "own or admin", final: true },
  "GET /rate-limits/[userId]": { rule: "own or admin" },

  "GET /users/[userId]/stats": { rule: "own or admin" },
  "GET /users/[userId]/activity": { rule: "own or admin" },

  "POST /users/[userId]/events": { rule: "own", body: { feature: "pages", details: { from: "the test" } } },
  "GET /users/[userId]/settings": { rule: "own" },
  "PUT /users/[userId]/settings": { rule: "own", body: { theme: "dark" } },
  "GET /users/[userId]/export": { rule: "own" },
  "POST /users/[userId]/deletion": { rule: "own", body: { password }, final: true },
  "POST /users/[userId]/password": {
    rule: "own",
    body: { currentPassword: password, newPassword: `${password}!` },
    final: true,
  },
  "POST /users/[userId]/email": { rule: "own", body: { email: "moved@example.org", password } },
  "GET /users/[userId]/totp": { rule: "own" },
  "POST /users/[userId]/totp": { rule: "own", body: { password } },
  "POST /users/[userId]/totp/confirm": { rule: "own", body: { code: "000000" } },
  "POST /users/[userId]/totp/recovery-codes": { rule: "own", body: { password } },
  "POST /users/[userId]/totp/disable": { rule: "own", body: { password } },
  "GET /users/[userId]/notifications": { rule: "own" },
  "GET /users/[userId]/notifications/unread": { rule: "own" },
  "POST /users/[userId]/notifications/read-all": { rule: "own", body: {} },
  "POST /users/[userId]/notifications/[notificationId]/read": { rule: "own", body: {} },
  "DELETE /users/[userId]/notifications/[notificationId]": { rule: "own", final: true },
  "GET /users/[userId]/notifications/[notificationId]/deliveries": { rule: "own" },
  "GET /users/[userId]/notification-deliveries": { rule: "own or admin" },
  "GET /users/[userId]/notification-preferences": { rule: "own" },
  "PUT /users/[userId]/notification-preferences": { rule: "own", body: { digest: "daily" } },
  "GET /users/[userId]/push-subscriptions": { rule: "own" },
  "POST /users/[userId]/push-subscriptions": {
    rule: "own",
    body: {
      endpoint: "https://192.0.2.1/x",
      keys: { p256dh: "A".repeat(87), auth: "A".repeat(22) },
    },
    final: true,
  },
  "DELETE /users/[userId]/push-subscriptions/[subscriptionId]": { rule: "own", final: true },

  "GET /admin/stats": { rule: "admin" },
  "GET /admin/analytics": { rule: "admin" },
  "GET /admin/activity": { rule: "admin" },
  "GET /admin/activity/export": { rule: "admin" },
  "GET /admin/audit": { rule: "admin" },
  "GET /admin/audit/export": { rule: "admin" },
  "GET /admin/users": { rule: "admin" },
  "GET /admin/users/[userId]": { rule: "admin" },
  "PATCH /admin/users/[userId]": { rule: "admin", body: { role: "user" } },
  "GET /admin/cache": { rule: "admin" },
  "DELETE /admin/cache": { rule: "admin" },
  "DELETE /admin/cache/[namespace]": { rule: "admin" },
  "GET /admin/rate-limits": { rule: "admin" },
  "PUT /admin/rate-limits": { rule: "admin", body: { rateLimit: "settings", quota: null } },
  "GET /admin/rate-limits/history": { rule: "admin" },
  "GET /admin/rate-limits/overrides": { rule: "admin" },
  "PUT /admin/rate-limits/overrides": {
    rule: "admin",
    body: { userId: "{userId}", rateLimit: "settings", limit: 20, windowSeconds: 3600 },
  },
  "DELETE /admin/rate-limits/overrides/[userId]/[rateLimit]": { rule: "admin" },
  "GET /admin/rate-limits/offenders": { rule: "admin" },
  "GET /admin/rate-limits/violations": { rule: "admin" },
  "DELETE /admin/rate-limits/[userId]": { rule: "admin" },
  "GET /admin/ip-blocks": { rule: "admin" },
  "POST /admin/ip-blocks": { rule: "admin", body: { range: "203.0.113.0/24", reason: "the test", minutes: 1 } },
  "DELETE /admin/ip-blocks/[blockId]": { rule: "admin" },
  "GET /admin/tasks": { rule: "admin" },
  "GET /admin/tasks/[name]/runs": { rule: "admin" },
  "POST /admin/tasks/[name]/run": { rule: "admin", body: {} },
  "GET /admin/announcements": { rule: "admin" },
  "POST /admin/announcements": { rule: "admin", body: { title: "Said by the test", audience: "role", role: "admin" } },
  "POST /admin/announcements/[announcementId]/recall": { rule: "admin" },
};

/** Events a client may send over either live transport. */
export const LIVE_DOORS: Record<string, Door> = {
  ping: { rule: "member", body: { timestamp: 1 } },
  sync: { rule: "member", body: { notifications: 0 } },
  ...merged(({ live }) => live),
};

/** Screens. A member's leads visitors to sign in; an admin's does not exist for anyone else. */
export const PAGE_DOORS: Record<string, Rule> = {
  ...merged(({ pages }) => pages),
  "/": "anyone",
  "/login": "anyone",
  "/register": "anyone",
  "/first-admin/[token]": "anyone",
  "/forgot-password": "anyone",
  "/reset-password/[token]": "anyone",
  "/confirm-email/[token]": "anyone",
  "/unsubscribe/[token]": "anyone",
  "/notifications": "member",
  "/settings": "member",
  "/settings/preferences": "member",
  "/settings/notifications": "member",
  "/settings/security": "member",
  "/settings/limits": "member",
  "/settings/data": "member",
  "/settings/activity": "member",
  "/admin": "admin",
  "/admin/analytics": "admin",
  "/admin/activity": "admin",
  "/admin/audit": "admin",
  "/admin/users": "admin",
  "/admin/users/[userId]": "admin",
  "/admin/rate-limits": "admin",
  "/admin/ip-blocks": "admin",
  "/admin/cache": "admin",
  "/admin/tasks": "admin",
  "/admin/announcements": "admin",
};

/** next-auth's own paths below /api/auth, which one file with one function a method serves. */
export const AUTH_DOORS: Record<string, Door> = {
  "GET /csrf": { rule: "anyone" },
  "GET /providers": { rule: "anyone" },
  "GET /session": { rule: "anyone" },
  "GET /signin": { rule: "anyone" },
  "GET /signout": { rule: "anyone" },
  "GET /error": { rule: "anyone" },
  "POST /session": { rule: "anyone", body: { data: {} } },
  "POST /signin/credentials": { rule: "anyone", body: { username: "{userId}", password } },
  "POST /callback/credentials": { rule: "anyone", body: { username: "{userId}", password } },
  "POST /signout": { rule: "anyone", body: {} },
};

type ActionDoor = {
  rule: Rule;
  /** What it is called with, or the fields of the form it is sent. */
  call: { args: unknown[] } | { form: Record<string, string> };
};

/** Server actions: what stands before a sign-in, what ends one, and what an admin does to one account or many. */
export const ACTION_DOORS: Record<string, ActionDoor> = {
  signInAction: { rule: "anyone", call: { form: { username: "{userId}", password } } },
  registerAction: { rule: "anyone", call: { form: { username: "x", email: "x", password: "x" } } },
  firstAdminAction: { rule: "anyone", call: { form: { username: "x", email: "x", password: "x", token } } },
  signOutAction: { rule: "anyone", call: { args: [] } },
  requestResetAction: { rule: "anyone", call: { form: { email: "nobody@example.org" } } },
  resetPasswordAction: { rule: "anyone", call: { form: { token, newPassword: password } } },
  confirmEmailAction: { rule: "anyone", call: { form: { token } } },
  changeUsersAction: { rule: "admin", call: { args: [["{userId}"], { active: false }] } },
};
