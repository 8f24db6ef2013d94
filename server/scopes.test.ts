import { describe, expect, test } from "vitest";
import { anonymous, makeContext, type SessionMember } from "@/lib/core/context";
import { installFeatures } from "@/lib/core/features/install";
import { ping } from "@/lib/core/realtime/sync";
import { guestCtx, memberCtx, tokenCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { scopeOf, scopesOf } from "@/lib/core/verb/scope";
import type { Verb } from "@/lib/core/verb/verb";
import { features } from "@/lib/features";
import { newId } from "@/lib/shared/ids";
import { API_DOORS } from "@/server/testing/doors";
import { findEndpointVerbs, findVerbs } from "@/server/testing/find-verbs";

installFeatures(features);
const byEndpoint = await findEndpointVerbs();
const core = [...(await findVerbs("lib/core")).values()];
const live = [ping.verb, ...features.flatMap((feature) => Object.values(feature.live ?? {}).map(({ verb }) => verb))];
const known = [...core, ...(await findVerbs("lib/features")).values(), ...byEndpoint.values(), ...live];
const verbs = [...new Map(known.map((verb) => [verb.verb, verb])).values()];
const scopes = scopesOf(verbs);

/** What of core a token can never do, whatever its scopes. */
const SESSION_ONLY = [
  "accounts.beginTotp",
  "accounts.changePassword",
  "accounts.confirmTotp",
  "accounts.delete",
  "accounts.disableTotp",
  "accounts.export",
  "accounts.getTotp",
  "accounts.renewRecoveryCodes",
  "accounts.requestEmailChange",
  "notifications.addBrowser",
  "notifications.listBrowsers",
  "notifications.removeBrowser",
  "sessions.end",
  "sessions.endOthers",
  "sessions.list",
  "sessions.signOut",
];

const CORE_SCOPES = [
  "accounts:read",
  "accounts:write",
  "activity:read",
  "activity:write",
  "admin:accounts:read",
  "admin:accounts:write",
  "admin:activity:read",
  "admin:analytics:read",
  "admin:announcements:read",
  "admin:announcements:write",
  "admin:audit:read",
  "admin:cache:read",
  "admin:cache:write",
  "admin:ip-blocks:read",
  "admin:ip-blocks:write",
  "admin:rate-limits:read",
  "admin:rate-limits:write",
  "admin:stats:read",
  "admin:tasks:read",
  "admin:tasks:write",
  "analytics:read",
  "cards:read",
  "cards:write",
  "notifications:read",
  "notifications:write",
  "rate-limits:read",
  "realtime:read",
  "settings:read",
  "settings:write",
];

const admin = (): SessionMember => ({
  kind: "member",
  ...{ id: newId(), username: "boss", displayName: "Boss", role: "admin" },
  via: { kind: "session", sessionId: newId() },
});

/** An input that no verb takes: whoever gets as far as to be told so was let in. */
const nothing = null as never;
const LET_IN = "invalid_input";

const named = (list: Verb[]) => list.map((verb) => [verb.verb, verb] as const);
const needing = named(verbs.filter(({ needsSession }) => needsSession));
const open = named(verbs.filter(({ access }) => access === "anyone"));
const scoped = verbs.flatMap((verb) => {
  const scope = scopeOf(verb);
  return scope ? [[verb.verb, scope, verb] as const] : [];
});

test("every endpoint and live event has a verb with a scope, unless anyone may call it or only a session", () => {
  const doors = Object.keys(API_DOORS).map((door) => door.replace(" ", " /api/v1"));
  expect([...byEndpoint.keys()].toSorted()).toEqual(doors.toSorted());
  expect(scoped.length + needing.length + open.length).toBe(verbs.length);
  for (const [name, scope, { access, reads }] of scoped) {
    expect([name, scope]).toEqual([name, expect.stringMatching(/^(admin:)?[a-z]+(-[a-z]+)*:(read|write)$/)]);
    expect([name, scope.startsWith("admin:")]).toEqual([name, access === "admin"]);
    expect([name, scope.endsWith(":read")]).toEqual([name, reads]);
  }
});

test("endpoints that only read ask for a scope to read, all others for one to write", () => {
  for (const [endpoint, verb] of byEndpoint) {
    const scope = scopeOf(verb);
    if (scope)
      expect([endpoint, scope.split(":").at(-1)]).toEqual([endpoint, endpoint.startsWith("GET ") ? "read" : "write"]);
  }
});

test("these are the scopes of core, and what of it needs a session", () => {
  expect(scopesOf(core)).toEqual(CORE_SCOPES);
  const names = core.filter(({ needsSession }) => needsSession).map(({ verb }) => verb);
  expect(names.toSorted()).toEqual(SESSION_ONLY);
});

describe.each(needing)("%s", (_name, verb) => {
  test("refuses a token, whatever its scopes, and lets a session in", async () => {
    const refused = verb(tokenCtx(admin(), scopes), nothing);
    await expect(refused).rejects.toMatchObject({ code: "forbidden", message: expect.stringContaining("token") });
    expect(await refusalOf(verb(memberCtx(admin()), nothing))).toBe(LET_IN);
  });
});

describe.each(scoped)("%s", (_name, scope, verb) => {
  test(`takes the scope ${scope} of a token, and no other`, async () => {
    const others = scopes.filter((one) => one !== scope);
    const refused = verb(tokenCtx(admin(), others), nothing);
    await expect(refused).rejects.toMatchObject({ code: "forbidden", message: expect.stringContaining(` ${scope}.`) });
    expect(await refusalOf(verb(tokenCtx(admin(), [scope]), nothing))).toBe(LET_IN);
  });

  test("refuses visitors, and guests where it is not for them", async () => {
    expect(await refusalOf(verb(makeContext(anonymous), nothing))).toBe("unauthenticated");
    expect(await refusalOf(verb(guestCtx(), nothing))).toBe(verb.access === "guest" ? LET_IN : "forbidden");
  });
});

test.each(open)("%s asks a token for nothing that it does not ask a visitor for", async (_name, verb) => {
  const at = { ip: `198.18.77.${open.findIndex(([name]) => name === verb.verb) + 1}` };
  expect(await refusalOf(verb(makeContext(tokenCtx(admin()).actor, at), nothing))).toBe(LET_IN);
});
