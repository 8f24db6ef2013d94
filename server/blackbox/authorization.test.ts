import { beforeAll, describe, expect, test } from "vitest";
import type { Door } from "@/lib/core/testing/doors";
import { features } from "@/lib/features";
import { testDatabase } from "@/lib/kit/testing/database";
import type { Ack } from "@/lib/shared/live";
import type { TestMember } from "@/server/testing/client";
import { ACTION_DOORS, API_DOORS, AUTH_DOORS, LIVE_DOORS, PAGE_DOORS } from "@/server/testing/doors";
import { findActions, findEndpoints, findScreens } from "@/server/testing/find-doors";
import { openLive } from "@/server/testing/live-client";
import {
  fill,
  fillBody,
  type Ids,
  makeRoleWorld,
  mayPass,
  ROLES,
  type RoleName,
  type RoleWorld,
  signedOut,
} from "@/server/testing/role-world";
import { testServer } from "@/server/testing/test-server";

const database = testDatabase();
const server = testServer(() => ({ DATABASE_URL: database.url }));
let world: RoleWorld;
beforeAll(async () => {
  world = await makeRoleWorld(server().url);
});

const API = "/api/v1";
const AUTH = "/api/auth/[...nextauth]";
/** Answers that there is nothing. */
const NOWHERE = `${API}/[...unknown]`;

/** What a refused answer may be: for those without a session 401 alone. */
const refusals = (role: RoleName): number[] => (signedOut(role) ? [401] : [403, 404]);

function tellsNothing(text: string): void {
  for (const secret of world.secrets) expect(text).not.toContain(secret);
}

const oneOf = (statuses: number[]): unknown =>
  expect.toSatisfy((status) => statuses.includes(status as number), `one of ${statuses.join(", ")}`);

describe("the list of doors", () => {
  test("names every endpoint, and only those", () => {
    const listed = Object.keys(API_DOORS).map((door) => door.replace(" ", ` ${API}`));
    const found = findEndpoints().filter((door) => !door.endsWith(NOWHERE));
    expect(found.toSorted()).toEqual([...listed, `GET ${AUTH}`, `POST ${AUTH}`].toSorted());
  });
  test("names every event of the live connection", () => {
    const offered = features.flatMap((feature) => Object.keys(feature.live ?? {}));
    expect([...offered, "ping", "sync"].toSorted()).toEqual(Object.keys(LIVE_DOORS).toSorted());
  });
  test("names every screen", () => {
    expect(findScreens().toSorted()).toEqual(Object.keys(PAGE_DOORS).toSorted());
  });
  test("names every server action", () => {
    const found = findActions().map(({ name }) => name);
    expect(found.toSorted()).toEqual(Object.keys(ACTION_DOORS).toSorted());
  });
});

/** Sends `role` through an endpoint below `root`. */
function knock(root: string, role: RoleName, door: string, { body }: Door, ids: Ids) {
  const [method = "", path = ""] = door.split(" ");
  return world.people[role].send(method, root + fill(path, ids), { json: fillBody(body, ids) });
}

describe.each(Object.entries(API_DOORS))("%s", (name, door) => {
  test("refuses whoever may not, and tells them nothing", async () => {
    for (const role of ROLES.filter((one) => !mayPass(door.rule, one))) {
      for (const ids of [world.existing, world.missing]) {
        const answer = await knock(API, role, name, door, ids);
        expect([role, answer.status]).toEqual([role, oneOf(refusals(role))]);
        tellsNothing(answer.text);
      }
    }
  });

  test("lets in whoever may, to what exists", async () => {
    for (const role of ROLES.filter((one) => mayPass(door.rule, one) && !signedOut(one))) {
      const missing = await knock(API, role, name, door, world.missing);
      if (/\[/.test(name) && door.rule !== "anyone") expect([role, missing.status]).toEqual([role, oneOf([404])]);
      else expect(missing.status).toBeLessThan(500);
      if (["own", "own or admin", "inside"].includes(door.rule) && role !== "owner") tellsNothing(missing.text);
      if (door.final) continue;
      const { status } = await knock(API, role, name, door, world.existing);
      expect(status).toBeLessThan(500);
      expect([role, [401, 403].includes(status)]).toEqual([role, false]);
    }
  });
});

describe.each(Object.entries(AUTH_DOORS))("next-auth's %s", (name, door) => {
  test("tells nobody anything of another", async () => {
    for (const role of ROLES.filter((one) => one !== "owner")) {
      for (const ids of [world.existing, world.missing]) {
        const answer = await knock("/api/auth", role, name, door, ids);
        expect([role, answer.status < 500]).toEqual([role, true]);
        tellsNothing(answer.text);
      }
    }
  });
});

describe.each(Object.entries(LIVE_DOORS))("the event %s", (name, door) => {
  test.each(["Socket.IO", "/ws"] as const)("lets nobody through who may not, over %s", async (transport) => {
    for (const role of ROLES.filter((one) => !signedOut(one))) {
      const live = await openLive(transport, world.people[role] as TestMember);
      for (const ids of [world.existing, world.missing]) {
        const ack: Ack = await live.send(name, fillBody(door.body, ids));
        const text = JSON.stringify(ack);
        const allowed = mayPass(door.rule, role) && (ids === world.existing || door.rule === "member");
        if (allowed) expect([role, text]).toEqual([role, expect.stringContaining('"data"')]);
        else expect([role, text]).toEqual([role, expect.stringMatching(/"code":"(not_found|forbidden)"/)]);
        if (!mayPass(door.rule, role)) tellsNothing(text);
      }
      live.close();
    }
  });
});

describe("the handshake", () => {
  test.each(["Socket.IO", "/ws"] as const)(
    "is refused to visitors and deactivated members over %s",
    async (transport) => {
      const { anonymous, deactivated } = world.people;
      for (const person of [anonymous, deactivated]) {
        const { owner } = world;
        await expect(openLive(transport, { ...owner, ...person, id: owner.id })).rejects.toThrow(/unauthenticated|401/);
      }
    },
  );
});

describe.each(Object.entries(PAGE_DOORS))("the screen %s", (name, rule) => {
  test("shows itself to whoever may see it, and nothing to others", async () => {
    for (const role of ROLES) {
      const answer = await world.people[role].get(fill(name, world.existing));
      if (mayPass(rule, role)) expect([role, answer.status]).toEqual([role, oneOf([200, 307])]);
      else if (signedOut(role)) {
        const where = answer.headers.get("location");
        expect([role, answer.status, where]).toEqual([role, 307, expect.stringContaining("/login")]);
      } else expect([role, answer.status]).toEqual([role, oneOf([403, 404])]);
      if (!mayPass(rule, role)) tellsNothing(answer.text);
    }
  });
});

const ONES_OWN = Object.entries(PAGE_DOORS).filter(([name, rule]) => name.includes("[") && rule !== "anyone");

describe.each(ONES_OWN)("the screen %s", (name) => {
  test("shows nobody what does not exist", async () => {
    for (const role of ROLES.filter((one) => !signedOut(one))) {
      const answer = await world.people[role].get(fill(name, world.missing));
      expect([role, answer.status]).toEqual([role, oneOf([403, 404])]);
      if (role !== "owner") tellsNothing(answer.text);
    }
  });
});
