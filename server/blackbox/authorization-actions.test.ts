import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { ACTION_DOORS } from "@/server/testing/doors";
import { findActions } from "@/server/testing/find-doors";
import {
  fillBody,
  type Ids,
  makeRoleWorld,
  mayPass,
  ROLES,
  type RoleName,
  type RoleWorld,
} from "@/server/testing/role-world";
import { testServer } from "@/server/testing/test-server";

const database = testDatabase();
const server = testServer(() => ({ DATABASE_URL: database.url }));
let world: RoleWorld;
beforeAll(async () => {
  world = await makeRoleWorld(server().url);
});

/** What React sends for the arguments of an action: plain ones as JSON, a form as fields behind its number. */
function sent(name: string, ids: Ids): string | FormData {
  const { call } = ACTION_DOORS[name] ?? { call: { args: [] } };
  if ("args" in call) return JSON.stringify((fillBody({ args: call.args }, ids) as { args: unknown[] }).args);
  const form = new FormData();
  for (const [field, value] of Object.entries(fillBody(call.form, ids) ?? {})) form.set(`1_${field}`, String(value));
  form.set("0", '[{},"$K1"]');
  return form;
}

const isAnswered = (type: string | null): boolean => type?.startsWith("text/x-component") ?? false;

async function act(role: RoleName, name: string, ids: Ids) {
  const action = findActions().find((one) => one.name === name);
  // A screen that everyone reaches, so that the action is what decides.
  const screen = action?.screens.find((one) => !/\/(admin|settings)/.test(one)) ?? action?.screens[0] ?? "/";
  const body = sent(name, ids);
  const type = typeof body === "string" ? { "content-type": "text/plain;charset=UTF-8" } : undefined;
  return world.people[role].send("POST", screen.replace("[token]", "none"), {
    body,
    headers: { "next-action": action?.id ?? "", ...type },
  });
}

const isActive = async (): Promise<boolean> =>
  (await db().user.findUniqueOrThrow({ where: { id: world.owner.id } })).deactivatedAt === null;
const sessionsLeft = () => db().session.count({ where: { userId: world.owner.id } });

describe.each(Object.entries(ACTION_DOORS))("the action %s", (name, { rule }) => {
  test("changes nothing of another's for whoever may not, and tells them nothing", async () => {
    const before = await sessionsLeft();
    for (const role of ROLES.filter((one) => one !== "owner" && !(rule === "admin" && mayPass(rule, one)))) {
      for (const ids of [world.missing, world.existing]) {
        const answer = await act(role, name, ids);
        expect([role, answer.status < 500]).toEqual([role, true]);
        for (const secret of world.secrets) expect(answer.text).not.toContain(secret);
      }
    }
    expect([await isActive(), await sessionsLeft()]).toEqual([true, before]);
  });
});

test("an admin's action does what it says, to members that exist", async () => {
  // Signing out was tried as everyone before.
  const fresh = await makeRoleWorld(server().url);
  world.people.admin = fresh.people.admin;
  const missing = await act("admin", "changeUsersAction", world.missing);
  expect([missing.status, isAnswered(missing.headers.get("content-type"))]).toEqual([200, true]);
  expect(missing.text).toContain('"changed":0');
  expect(await isActive()).toBe(true);
  expect((await act("admin", "changeUsersAction", world.existing)).text).toContain('"changed":1');
  expect(await isActive()).toBe(false);
});
